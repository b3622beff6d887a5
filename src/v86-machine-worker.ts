// One emulated PC in a Worker of its own.
import { serveMachine } from './v86/serve-machine.ts';

serveMachine();
