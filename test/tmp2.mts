import { SimLab, worldOf } from '../src/sim/sim-lab.ts';
import { antelope } from '../src/sim/plans.ts';
const mk=async()=>{ const lab=await SimLab.create({plan:antelope(),seed:0,wall:null}); const t=(await lab.openTerminal('controller',{columns:100,rows:30})).id; for (const c of ['sleep 3','echo one > /tmp/a','echo "10.0.0.31 compute1" >> /etc/hosts']) await lab.type(t,c+'\r'); return worldOf(await lab.save()); };
const [a,b]=await Promise.all([mk(),mk()]);
const diff=(x:any,y:any,p:string)=>{ if (JSON.stringify(x)===JSON.stringify(y)) return; if (x&&y&&typeof x==='object'&&typeof y==='object'){ for (const k of new Set([...Object.keys(x),...Object.keys(y)])) diff(x[k],y[k],p+'/'+k);} else console.log(p,JSON.stringify(x)?.slice(0,200),JSON.stringify(y)?.slice(0,200)); };
diff(a,b,'');
