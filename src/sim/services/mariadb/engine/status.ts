// What SHOW STATUS, SHOW ENGINES, SHOW PLUGINS, SHOW PRIVILEGES and SHOW PROCESSLIST tell of the server.
import { hasGlobal } from './access.ts';
import type { Context, Session } from './context.ts';

/** Storage engines: name, support, comment, transactions, XA, savepoints. */
export const ENGINES: readonly (readonly string[])[] = [
  ['CSV', 'YES', 'Stores tables as CSV files', 'NO', 'NO', 'NO'],
  ['MRG_MyISAM', 'YES', 'Collection of identical MyISAM tables', 'NO', 'NO', 'NO'],
  ['MEMORY', 'YES', 'Hash based, stored in memory, useful for temporary tables', 'NO', 'NO', 'NO'],
  ['Aria', 'YES', 'Crash-safe tables with MyISAM heritage. Used for internal temporary tables and privilege tables', 'NO', 'NO', 'NO'],
  ['MyISAM', 'YES', 'Non-transactional engine with good performance and small data footprint', 'NO', 'NO', 'NO'],
  ['SEQUENCE', 'YES', 'Generated tables filled with sequential values', 'YES', 'NO', 'YES'],
  ['InnoDB', 'DEFAULT', 'Supports transactions, row-level locking, foreign keys and encryption for tables', 'YES', 'YES', 'YES'],
  ['PERFORMANCE_SCHEMA', 'YES', 'Performance Schema', 'NO', 'NO', 'NO'],
];

/** Plugins: name and type. */
export const PLUGINS: readonly (readonly [string, string])[] = [
  ['binlog', 'STORAGE ENGINE'],
  ['mysql_native_password', 'AUTHENTICATION'],
  ['mysql_old_password', 'AUTHENTICATION'],
  ['CSV', 'STORAGE ENGINE'],
  ['MEMORY', 'STORAGE ENGINE'],
  ['Aria', 'STORAGE ENGINE'],
  ['MyISAM', 'STORAGE ENGINE'],
  ['MRG_MyISAM', 'STORAGE ENGINE'],
  ['SPATIAL_REF_SYS', 'INFORMATION SCHEMA'],
  ['GEOMETRY_COLUMNS', 'INFORMATION SCHEMA'],
  ['inet4', 'DATA TYPE'],
  ['inet6', 'DATA TYPE'],
  ['inet_aton', 'FUNCTION'],
  ['inet_ntoa', 'FUNCTION'],
  ['inet6_aton', 'FUNCTION'],
  ['inet6_ntoa', 'FUNCTION'],
  ['is_ipv4', 'FUNCTION'],
  ['is_ipv6', 'FUNCTION'],
  ['is_ipv4_compat', 'FUNCTION'],
  ['is_ipv4_mapped', 'FUNCTION'],
  ['uuid', 'DATA TYPE'],
  ['uuid', 'FUNCTION'],
  ['sys_guid', 'FUNCTION'],
  ['CLIENT_STATISTICS', 'INFORMATION SCHEMA'],
  ['INDEX_STATISTICS', 'INFORMATION SCHEMA'],
  ['TABLE_STATISTICS', 'INFORMATION SCHEMA'],
  ['USER_STATISTICS', 'INFORMATION SCHEMA'],
  ['wsrep', 'REPLICATION'],
  ['SQL_SEQUENCE', 'STORAGE ENGINE'],
  ['InnoDB', 'STORAGE ENGINE'],
  ['INNODB_TRX', 'INFORMATION SCHEMA'],
  ['INNODB_LOCKS', 'INFORMATION SCHEMA'],
  ['INNODB_LOCK_WAITS', 'INFORMATION SCHEMA'],
  ['INNODB_CMP', 'INFORMATION SCHEMA'],
  ['INNODB_CMP_RESET', 'INFORMATION SCHEMA'],
  ['INNODB_CMPMEM', 'INFORMATION SCHEMA'],
  ['INNODB_CMPMEM_RESET', 'INFORMATION SCHEMA'],
  ['INNODB_CMP_PER_INDEX', 'INFORMATION SCHEMA'],
  ['INNODB_CMP_PER_INDEX_RESET', 'INFORMATION SCHEMA'],
  ['INNODB_BUFFER_PAGE', 'INFORMATION SCHEMA'],
  ['INNODB_BUFFER_PAGE_LRU', 'INFORMATION SCHEMA'],
  ['INNODB_BUFFER_POOL_STATS', 'INFORMATION SCHEMA'],
  ['INNODB_METRICS', 'INFORMATION SCHEMA'],
  ['INNODB_FT_DEFAULT_STOPWORD', 'INFORMATION SCHEMA'],
  ['INNODB_FT_DELETED', 'INFORMATION SCHEMA'],
  ['INNODB_FT_BEING_DELETED', 'INFORMATION SCHEMA'],
  ['INNODB_FT_CONFIG', 'INFORMATION SCHEMA'],
  ['INNODB_FT_INDEX_CACHE', 'INFORMATION SCHEMA'],
  ['INNODB_FT_INDEX_TABLE', 'INFORMATION SCHEMA'],
  ['INNODB_SYS_TABLES', 'INFORMATION SCHEMA'],
  ['INNODB_SYS_TABLESTATS', 'INFORMATION SCHEMA'],
  ['INNODB_SYS_INDEXES', 'INFORMATION SCHEMA'],
  ['INNODB_SYS_COLUMNS', 'INFORMATION SCHEMA'],
  ['INNODB_SYS_FIELDS', 'INFORMATION SCHEMA'],
  ['INNODB_SYS_FOREIGN', 'INFORMATION SCHEMA'],
  ['INNODB_SYS_FOREIGN_COLS', 'INFORMATION SCHEMA'],
  ['INNODB_SYS_TABLESPACES', 'INFORMATION SCHEMA'],
  ['INNODB_SYS_VIRTUAL', 'INFORMATION SCHEMA'],
  ['INNODB_TABLESPACES_ENCRYPTION', 'INFORMATION SCHEMA'],
  ['PERFORMANCE_SCHEMA', 'STORAGE ENGINE'],
  ['SEQUENCE', 'STORAGE ENGINE'],
  ['unix_socket', 'AUTHENTICATION'],
  ['FEEDBACK', 'INFORMATION SCHEMA'],
  ['user_variables', 'INFORMATION SCHEMA'],
  ['THREAD_POOL_GROUPS', 'INFORMATION SCHEMA'],
  ['THREAD_POOL_QUEUES', 'INFORMATION SCHEMA'],
  ['THREAD_POOL_STATS', 'INFORMATION SCHEMA'],
  ['THREAD_POOL_WAITS', 'INFORMATION SCHEMA'],
  ['partition', 'STORAGE ENGINE'],
];

/** SHOW PRIVILEGES: name, context, comment. */
export const PRIVILEGE_HELP: readonly (readonly [string, string, string])[] = [
  ['Alter', 'Tables', 'To alter the table'],
  ['Alter routine', 'Functions,Procedures', 'To alter or drop stored functions/procedures'],
  ['Create', 'Databases,Tables,Indexes', 'To create new databases and tables'],
  ['Create routine', 'Databases', 'To use CREATE FUNCTION/PROCEDURE'],
  ['Create temporary tables', 'Databases', 'To use CREATE TEMPORARY TABLE'],
  ['Create view', 'Tables', 'To create new views'],
  ['Create user', 'Server Admin', 'To create new users'],
  ['Delete', 'Tables', 'To delete existing rows'],
  ['Delete history', 'Tables', 'To delete versioning table historical rows'],
  ['Drop', 'Databases,Tables', 'To drop databases, tables, and views'],
  ['Event', 'Server Admin', 'To create, alter, drop and execute events'],
  ['Execute', 'Functions,Procedures', 'To execute stored routines'],
  ['File', 'File access on server', 'To read and write files on the server'],
  ['Grant option', 'Databases,Tables,Functions,Procedures', 'To give to other users those privileges you possess'],
  ['Index', 'Tables', 'To create or drop indexes'],
  ['Insert', 'Tables', 'To insert data into tables'],
  ['Lock tables', 'Databases', 'To use LOCK TABLES (together with SELECT privilege)'],
  ['Process', 'Server Admin', 'To view the plain text of currently executing queries'],
  ['Proxy', 'Server Admin', 'To make proxy user possible'],
  ['References', 'Databases,Tables', 'To have references on tables'],
  ['Reload', 'Server Admin', 'To reload or refresh tables, logs and privileges'],
  ['Binlog admin', 'Server', 'To purge binary logs'],
  ['Binlog monitor', 'Server', 'To use SHOW BINLOG STATUS and SHOW BINARY LOG'],
  ['Binlog replay', 'Server', 'To use BINLOG (generated by mariadb-binlog)'],
  ['Replication master admin', 'Server', 'To monitor connected slaves'],
  ['Replication slave admin', 'Server', 'To start/stop slave and apply binlog events'],
  ['Slave monitor', 'Server', 'To use SHOW SLAVE STATUS and SHOW RELAYLOG EVENTS'],
  ['Replication slave', 'Server Admin', 'To read binary log events from the master'],
  ['Select', 'Tables', 'To retrieve rows from table'],
  ['Show databases', 'Server Admin', 'To see all databases with SHOW DATABASES'],
  ['Show view', 'Tables', 'To see views with SHOW CREATE VIEW'],
  ['Shutdown', 'Server Admin', 'To shut down the server'],
  ['Super', 'Server Admin', 'To use KILL thread, SET GLOBAL, CHANGE MASTER, etc.'],
  ['Trigger', 'Tables', 'To use triggers'],
  ['Create tablespace', 'Server Admin', 'To create/alter/drop tablespaces'],
  ['Update', 'Tables', 'To update existing rows'],
  ['Set user', 'Server', 'To create views and stored routines with a different definer'],
  ['Federated admin', 'Server', 'To execute the CREATE SERVER, ALTER SERVER, DROP SERVER statements'],
  ['Connection admin', 'Server', 'To bypass connection limits and kill other users\' connections'],
  ['Read_only admin', 'Server', 'To perform write operations even if @@read_only=ON'],
  ['Usage', 'Server Admin', 'No privileges - allow connect only'],
];

const STATUS_TABLE = `
Aborted_clients 0
Aborted_connects 0
Aborted_connects_preauth 0
Access_denied_errors 0
Bytes_received 0
Bytes_sent 0
Com_admin_commands 0
Com_alter_db 0
Com_alter_db_upgrade 0
Com_alter_event 0
Com_alter_function 0
Com_alter_procedure 0
Com_alter_server 0
Com_alter_sequence 0
Com_alter_table 0
Com_alter_user 0
Com_analyze 0
Com_assign_to_keycache 0
Com_backup 0
Com_backup_lock 0
Com_begin 0
Com_binlog 0
Com_call_procedure 0
Com_change_db 0
Com_change_master 0
Com_check 0
Com_checksum 0
Com_commit 0
Com_compound_sql 0
Com_create_db 0
Com_create_event 0
Com_create_function 0
Com_create_index 0
Com_create_package 0
Com_create_package_body 0
Com_create_procedure 0
Com_create_role 0
Com_create_sequence 0
Com_create_server 0
Com_create_table 0
Com_create_temporary_table 0
Com_create_trigger 0
Com_create_udf 0
Com_create_user 0
Com_create_view 0
Com_dealloc_sql 0
Com_delete 0
Com_delete_multi 0
Com_do 0
Com_drop_db 0
Com_drop_event 0
Com_drop_function 0
Com_drop_index 0
Com_drop_procedure 0
Com_drop_package 0
Com_drop_package_body 0
Com_drop_role 0
Com_drop_server 0
Com_drop_sequence 0
Com_drop_table 0
Com_drop_temporary_table 0
Com_drop_trigger 0
Com_drop_user 0
Com_drop_view 0
Com_empty_query 0
Com_execute_immediate 0
Com_execute_sql 0
Com_flush 0
Com_get_diagnostics 0
Com_grant 0
Com_grant_role 0
Com_ha_close 0
Com_ha_open 0
Com_ha_read 0
Com_help 0
Com_insert 0
Com_insert_select 0
Com_install_plugin 0
Com_kill 0
Com_load 0
Com_lock_tables 0
Com_optimize 0
Com_preload_keys 0
Com_prepare_sql 0
Com_purge 0
Com_purge_before_date 0
Com_release_savepoint 0
Com_rename_table 0
Com_rename_user 0
Com_repair 0
Com_replace 0
Com_replace_select 0
Com_reset 0
Com_resignal 0
Com_revoke 0
Com_revoke_all 0
Com_revoke_role 0
Com_rollback 0
Com_rollback_to_savepoint 0
Com_savepoint 0
Com_select 0
Com_set_option 0
Com_show_authors 0
Com_show_binlog_events 0
Com_show_binlogs 0
Com_show_charsets 0
Com_show_collations 0
Com_show_contributors 0
Com_show_create_db 0
Com_show_create_event 0
Com_show_create_func 0
Com_show_create_package 0
Com_show_create_package_body 0
Com_show_create_proc 0
Com_show_create_table 0
Com_show_create_trigger 0
Com_show_create_user 0
Com_show_databases 0
Com_show_engine_logs 0
Com_show_engine_mutex 0
Com_show_engine_status 0
Com_show_errors 0
Com_show_events 0
Com_show_explain 0
Com_show_analyze 0
Com_show_fields 0
Com_show_function_status 0
Com_show_generic 0
Com_show_grants 0
Com_show_keys 0
Com_show_binlog_status 0
Com_show_open_tables 0
Com_show_package_status 0
Com_show_package_body_status 0
Com_show_plugins 0
Com_show_privileges 0
Com_show_procedure_status 0
Com_show_processlist 0
Com_show_profile 0
Com_show_profiles 0
Com_show_relaylog_events 0
Com_show_slave_hosts 0
Com_show_slave_status 0
Com_show_status 0
Com_show_storage_engines 0
Com_show_table_status 0
Com_show_tables 0
Com_show_triggers 0
Com_show_variables 0
Com_show_warnings 0
Com_shutdown 0
Com_signal 0
Com_start_all_slaves 0
Com_start_slave 0
Com_stmt_close 0
Com_stmt_execute 0
Com_stmt_fetch 0
Com_stmt_prepare 0
Com_stmt_reprepare 0
Com_stmt_reset 0
Com_stmt_send_long_data 0
Com_stop_all_slaves 0
Com_stop_slave 0
Com_truncate 0
Com_uninstall_plugin 0
Com_unlock_tables 0
Com_update 0
Com_update_multi 0
Com_xa_commit 0
Com_xa_end 0
Com_xa_prepare 0
Com_xa_recover 0
Com_xa_rollback 0
Com_xa_start 0
Connection_errors_accept 0
Connection_errors_internal 0
Connection_errors_max_connections 0
Connection_errors_peer_address 0
Connection_errors_select 0
Connection_errors_tcpwrap 0
Connections 0
Created_tmp_disk_tables 0
Created_tmp_files 0
Created_tmp_tables 0
Feature_application_time_periods 0
Feature_check_constraint 0
Feature_custom_aggregate_functions 0
Feature_delay_key_write 0
Feature_dynamic_columns 0
Feature_fulltext 0
Feature_gis 0
Feature_insert_returning 0
Feature_invisible_columns 0
Feature_json 0
Feature_locale 0
Feature_subquery 0
Feature_system_versioning 0
Feature_timezone 0
Feature_trigger 0
Feature_window_functions 0
Feature_xml 0
Handler_commit 0
Handler_delete 0
Handler_discover 0
Handler_external_lock 0
Handler_icp_attempts 0
Handler_icp_match 0
Handler_mrr_init 0
Handler_mrr_key_refills 0
Handler_mrr_rowid_refills 0
Handler_prepare 0
Handler_read_first 0
Handler_read_key 0
Handler_read_last 0
Handler_read_next 0
Handler_read_prev 0
Handler_read_retry 0
Handler_read_rnd 0
Handler_read_rnd_deleted 0
Handler_read_rnd_next 0
Handler_rollback 0
Handler_savepoint 0
Handler_savepoint_rollback 0
Handler_tmp_delete 0
Handler_tmp_update 0
Handler_tmp_write 0
Handler_update 0
Handler_write 0
Innodb_buffer_pool_dump_status 
Innodb_buffer_pool_load_status Buffer pool(s) load completed at 261120  9:58:48
Innodb_buffer_pool_resize_status 
Innodb_buffer_pool_load_incomplete OFF
Innodb_buffer_pool_pages_data 318
Innodb_buffer_pool_bytes_data 0
Innodb_buffer_pool_pages_dirty 44
Innodb_buffer_pool_bytes_dirty 0
Innodb_buffer_pool_pages_flushed 0
Innodb_buffer_pool_pages_free 7794
Innodb_buffer_pool_pages_made_not_young 0
Innodb_buffer_pool_pages_made_young 0
Innodb_buffer_pool_pages_misc 0
Innodb_buffer_pool_pages_old 0
Innodb_buffer_pool_pages_total 8112
Innodb_buffer_pool_pages_lru_flushed 0
Innodb_buffer_pool_pages_lru_freed 0
Innodb_buffer_pool_pages_split 0
Innodb_buffer_pool_read_ahead_rnd 0
Innodb_buffer_pool_read_ahead 0
Innodb_buffer_pool_read_ahead_evicted 0
Innodb_buffer_pool_read_requests 0
Innodb_buffer_pool_reads 0
Innodb_buffer_pool_wait_free 0
Innodb_buffer_pool_write_requests 0
Innodb_data_fsyncs 0
Innodb_data_pending_fsyncs 0
Innodb_data_pending_reads 0
Innodb_data_pending_writes 0
Innodb_data_read 0
Innodb_data_reads 0
Innodb_data_writes 0
Innodb_data_written 0
Innodb_page_size 16384
Innodb_pages_created 0
Innodb_pages_read 0
Innodb_pages_written 0
Innodb_row_lock_current_waits 0
Innodb_row_lock_time 0
Innodb_row_lock_time_avg 0
Innodb_row_lock_time_max 0
Innodb_row_lock_waits 0
Innodb_page_compression_saved 0
Key_blocks_not_flushed 0
Key_blocks_unused 0
Key_blocks_used 0
Key_blocks_warm 0
Key_read_requests 0
Key_reads 0
Key_write_requests 0
Key_writes 0
Last_query_cost 0
Max_used_connections 0
Memory_used 0
Memory_used_initial 0
Not_flushed_delayed_rows 0
Open_files 0
Open_streams 0
Open_table_definitions 0
Open_tables 0
Opened_files 0
Opened_plugin_libraries 0
Opened_table_definitions 0
Opened_tables 0
Opened_views 0
Prepared_stmt_count 0
Qcache_free_blocks 0
Qcache_free_memory 0
Qcache_hits 0
Qcache_inserts 0
Qcache_lowmem_prunes 0
Qcache_not_cached 0
Qcache_queries_in_cache 0
Qcache_total_blocks 0
Queries 0
Query_time 0
Questions 0
Rows_read 0
Rows_sent 0
Rows_tmp_read 0
Select_full_join 0
Select_full_range_join 0
Select_range 0
Select_range_check 0
Select_scan 0
Slow_launch_threads 0
Slow_queries 0
Sort_merge_passes 0
Sort_priority_queue_sorts 0
Sort_range 0
Sort_rows 0
Sort_scan 0
Ssl_version 
Subquery_cache_hit 0
Subquery_cache_miss 0
Syncs 0
Table_locks_immediate 0
Table_locks_waited 0
Tc_log_max_pages_used 0
Tc_log_page_size 0
Tc_log_page_waits 0
Threads_cached 0
Threads_connected 0
Threads_created 0
Threads_running 0
Update_scan 0
Uptime 0
Uptime_since_flush_status 0
`;

/** SHOW STATUS: the names of the server with what is counted here, else as after a start. */
export function statusVariables(context: Context): [string, string][] {
  const { state } = context.server;
  const sessions = Object.values(state.sessions);
  const known: Readonly<Record<string, string>> = {
    ...Object.fromEntries(Object.entries(state.counters).map(([name, count]) => [name, String(count)])),
    Uptime: String(uptime(context)), Uptime_since_flush_status: String(uptime(context)), Questions: String(state.questions), Queries: String(state.questions),
    Threads_connected: String(sessions.length), Threads_running: '1', Connections: String(state.nextConnection - 1),
    Max_used_connections: String(Math.max(sessions.length, state.counters.Max_used_connections ?? 0)),
  };
  return STATUS_TABLE.trim().split('\n').map((line): [string, string] => {
    const [name = '', ...rest] = line.split(' ');
    return [name, known[name] ?? rest.join(' ')];
  });
}

/** Seconds since the server started. */
export const uptime = ({ server }: Context): number => Math.max(0, Math.floor((server.nowMs - server.state.startedMs) / 1000));

/** The line that COM_STATISTICS answers. */
export function statisticsLine(context: Context): string {
  const { state } = context.server;
  const seconds = uptime(context);
  const perSecond = state.questions / Math.max(1, seconds);
  return `Uptime: ${seconds}  Threads: ${Object.keys(state.sessions).length}  Questions: ${state.questions}  Slow queries: 0  `
    + `Opens: ${17 + (state.counters.Opened_tables ?? 0)}  Open tables: ${10 + (state.counters.Opened_tables ?? 0)}  Queries per second avg: ${perSecond.toFixed(3)}`;
}

/** The threads that a session may see: Id, User, Host, db, Command, Time, State, Info, Progress. */
export function threadRows(context: Context): (string | number | null)[][] {
  const seesAll = hasGlobal(context, 'PROCESS');
  const { account } = context.session;
  return Object.values(context.server.state.sessions)
    .filter((session) => seesAll || (session.account?.user === account?.user))
    .sort((a, b) => a.id - b.id)
    .map((session) => threadRow(session, session.id === context.session.id, context));
}

function threadRow(session: Session, isOwn: boolean, { nowMs }: Context): (string | number | null)[] {
  const command = isOwn ? 'Query' : session.account === null ? 'Connect' : session.command;
  return [
    session.id, session.account === null ? 'unauthenticated user' : session.user, session.host, session.database, command,
    Math.max(0, Math.floor((nowMs - session.statementMs) / 1000)), isOwn ? 'starting' : '', isOwn ? session.statement : null, '0.000',
  ];
}
