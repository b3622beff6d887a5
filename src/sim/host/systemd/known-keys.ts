// The settings that systemd 252 knows, by section (systemd.unit(5), systemd.service(5), systemd.exec(5) …): table.

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

/** Settings whose values are names of units. */
export const DEPENDENCY_KEYS = words(`Requires Requisite Wants BindsTo PartOf Upholds Conflicts Before After OnFailure OnSuccess
  PropagatesReloadTo ReloadPropagatedFrom PropagatesStopTo StopPropagatedFrom JoinsNamespaceOf`);

const CONDITIONS = words(`PathExists PathExistsGlob PathIsDirectory PathIsSymbolicLink PathIsMountPoint PathIsReadWrite
  PathIsEncrypted DirectoryNotEmpty FileNotEmpty FileIsExecutable NeedsUpdate FirstBoot Architecture Firmware Virtualization Host
  KernelCommandLine KernelVersion Credential Security Capability ACPower OSRelease Memory CPUs CPUFeature Environment
  User Group ControlGroupController MemoryPressure CPUPressure IOPressure`);

const UNIT = [...DEPENDENCY_KEYS, ...words(`Description Documentation SourcePath RequiresMountsFor OnFailureJobMode OnSuccessJobMode
  IgnoreOnIsolate StopWhenUnneeded RefuseManualStart RefuseManualStop AllowIsolate DefaultDependencies SurviveFinalKillSignal
  CollectMode FailureAction SuccessAction FailureActionExitStatus SuccessActionExitStatus JobTimeoutSec JobRunningTimeoutSec
  JobTimeoutAction JobTimeoutRebootArgument StartLimitIntervalSec StartLimitInterval StartLimitBurst StartLimitAction RebootArgument`),
  ...CONDITIONS.flatMap((each) => [`Condition${each}`, `Assert${each}`])];

const INSTALL = words('Alias WantedBy RequiredBy UpheldBy Also DefaultInstance');

const EXEC = words(`WorkingDirectory RootDirectory RootImage RootHash MountAPIVFS BindPaths BindReadOnlyPaths User Group DynamicUser
  SupplementaryGroups PAMName CapabilityBoundingSet AmbientCapabilities NoNewPrivileges SecureBits SELinuxContext AppArmorProfile
  LimitCPU LimitFSIZE LimitDATA LimitSTACK LimitCORE LimitRSS LimitNOFILE LimitAS LimitNPROC LimitMEMLOCK LimitLOCKS
  LimitSIGPENDING LimitMSGQUEUE LimitNICE LimitRTPRIO LimitRTTIME UMask CoredumpFilter KeyringMode OOMScoreAdjust TimerSlackNSec
  Personality IgnoreSIGPIPE Nice CPUSchedulingPolicy CPUSchedulingPriority CPUSchedulingResetOnFork CPUAffinity NUMAPolicy
  NUMAMask IOSchedulingClass IOSchedulingPriority ProtectSystem ProtectHome RuntimeDirectory StateDirectory CacheDirectory
  LogsDirectory ConfigurationDirectory RuntimeDirectoryMode StateDirectoryMode CacheDirectoryMode LogsDirectoryMode
  ConfigurationDirectoryMode RuntimeDirectoryPreserve TimeoutCleanSec ReadWritePaths ReadOnlyPaths InaccessiblePaths ExecPaths
  NoExecPaths ReadWriteDirectories ReadOnlyDirectories InaccessibleDirectories TemporaryFileSystem PrivateTmp PrivateDevices
  PrivateNetwork NetworkNamespacePath PrivateIPC IPCNamespacePath PrivateUsers PrivateMounts ProtectHostname ProtectClock
  ProtectKernelTunables ProtectKernelModules ProtectKernelLogs ProtectControlGroups ProtectProc ProcSubset
  RestrictAddressFamilies RestrictFileSystems RestrictNamespaces LockPersonality MemoryDenyWriteExecute RestrictRealtime
  RestrictSUIDSGID RemoveIPC MountFlags SystemCallFilter SystemCallErrorNumber SystemCallArchitectures SystemCallLog Environment
  EnvironmentFile PassEnvironment UnsetEnvironment StandardInput StandardOutput StandardError StandardInputText
  StandardInputData LogLevelMax LogExtraFields LogRateLimitIntervalSec LogRateLimitBurst LogNamespace SyslogIdentifier
  SyslogFacility SyslogLevel SyslogLevelPrefix TTYPath TTYReset TTYVHangup TTYRows TTYColumns TTYVTDisallocate LoadCredential
  LoadCredentialEncrypted SetCredential SetCredentialEncrypted UtmpIdentifier UtmpMode`);

const KILL = words(`KillMode KillSignal RestartKillSignal SendSIGHUP SendSIGKILL FinalKillSignal WatchdogSignal`);

const CGROUP = words(`CPUAccounting CPUWeight StartupCPUWeight CPUShares StartupCPUShares CPUQuota CPUQuotaPeriodSec AllowedCPUs
  AllowedMemoryNodes MemoryAccounting MemoryMin MemoryLow MemoryHigh MemoryMax MemorySwapMax MemoryLimit TasksAccounting
  TasksMax IOAccounting IOWeight IODeviceWeight IOReadBandwidthMax IOWriteBandwidthMax BlockIOAccounting BlockIOWeight
  IPAccounting IPAddressAllow IPAddressDeny DeviceAllow DevicePolicy Slice Delegate DisableControllers ManagedOOMSwap
  ManagedOOMMemoryPressure ManagedOOMMemoryPressureLimit ManagedOOMPreference`);

const SERVICE = [...EXEC, ...KILL, ...CGROUP, ...words(`Type ExitType RemainAfterExit GuessMainPID PIDFile BusName ExecStart ExecStartPre
  ExecStartPost ExecCondition ExecReload ExecStop ExecStopPost RestartSec TimeoutStartSec TimeoutStopSec TimeoutAbortSec
  TimeoutSec TimeoutStartFailureMode TimeoutStopFailureMode RuntimeMaxSec RuntimeRandomizedExtraSec WatchdogSec Restart
  SuccessExitStatus RestartPreventExitStatus RestartForceExitStatus RootDirectoryStartOnly NonBlocking NotifyAccess Sockets
  FileDescriptorStoreMax USBFunctionDescriptors USBFunctionStrings OOMPolicy PermissionsStartOnly StartLimitInterval
  StartLimitBurst StartLimitAction FailureAction`)];

const SOCKET = [...EXEC, ...KILL, ...CGROUP, ...words(`ListenStream ListenDatagram ListenSequentialPacket ListenFIFO ListenSpecial
  ListenNetlink ListenMessageQueue ListenUSBFunction SocketProtocol BindIPv6Only Backlog BindToDevice SocketUser SocketGroup
  SocketMode DirectoryMode Accept Writable FlushPending MaxConnections MaxConnectionsPerSource KeepAlive KeepAliveTimeSec
  KeepAliveIntervalSec KeepAliveProbes NoDelay Priority DeferAcceptSec ReceiveBuffer SendBuffer IPTOS IPTTL Mark ReusePort
  SmackLabel PipeSize MessageQueueMaxMessages FreeBind Transparent Broadcast PassCredentials PassSecurity PassPacketInfo
  Timestamping TCPCongestion ExecStartPre ExecStartPost ExecStopPre ExecStopPost TimeoutSec Service RemoveOnStop Symlinks
  FileDescriptorName TriggerLimitIntervalSec TriggerLimitBurst`)];

const MOUNT = [...EXEC, ...KILL, ...CGROUP, ...words(`What Where Type Options SloppyOptions LazyUnmount ReadWriteOnly ForceUnmount
  DirectoryMode TimeoutSec`)];

const TIMER = words(`OnActiveSec OnBootSec OnStartupSec OnUnitActiveSec OnUnitInactiveSec OnCalendar AccuracySec RandomizedDelaySec
  FixedRandomDelay OnClockChange OnTimezoneChange Unit Persistent WakeSystem RemainAfterElapse`);

const SETS: Readonly<Record<string, readonly string[]>> = {
  Unit: UNIT, Install: INSTALL, Service: SERVICE, Socket: SOCKET, Mount: MOUNT, Timer: TIMER,
  Automount: words('Where DirectoryMode TimeoutIdleSec ExtraOptions'),
  Swap: [...EXEC, ...KILL, ...CGROUP, ...words('What Priority Options TimeoutSec')],
  Path: words(`PathExists PathExistsGlob PathChanged PathModified DirectoryNotEmpty Unit MakeDirectory DirectoryMode
    TriggerLimitIntervalSec TriggerLimitBurst`),
  Slice: CGROUP,
  Scope: [...KILL, ...CGROUP, ...words('RuntimeMaxSec OOMPolicy TimeoutStopSec')],
};

/** Section → its settings. */
export const KNOWN_KEYS: Readonly<Record<string, ReadonlySet<string>>> =
  Object.fromEntries(Object.entries(SETS).map(([section, keys]) => [section, new Set(keys)]));

/** The sections that a unit of this type may have. */
export const SECTIONS_OF = (type: string): readonly string[] => {
  const own = type.charAt(0).toUpperCase() + type.slice(1);
  return SETS[own] === undefined ? ['Unit', 'Install'] : ['Unit', 'Install', own];
};
