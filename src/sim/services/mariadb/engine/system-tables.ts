// The tables of the `mysql` database as mariadb-install-db makes them, and the view `user` over global_priv.

export const SYSTEM_TABLES = `
CREATE TABLE \`column_stats\` (
  \`db_name\` varchar(64) NOT NULL,
  \`table_name\` varchar(64) NOT NULL,
  \`column_name\` varchar(64) NOT NULL,
  \`min_value\` varbinary(255) DEFAULT NULL,
  \`max_value\` varbinary(255) DEFAULT NULL,
  \`nulls_ratio\` decimal(12,4) DEFAULT NULL,
  \`avg_length\` decimal(12,4) DEFAULT NULL,
  \`avg_frequency\` decimal(12,4) DEFAULT NULL,
  \`hist_size\` tinyint(3) unsigned DEFAULT NULL,
  \`hist_type\` enum('SINGLE_PREC_HB','DOUBLE_PREC_HB','JSON_HB') DEFAULT NULL,
  \`histogram\` longblob DEFAULT NULL,
  PRIMARY KEY (\`db_name\`,\`table_name\`,\`column_name\`)
) ENGINE=Aria DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin PAGE_CHECKSUM=1 TRANSACTIONAL=0 COMMENT='Statistics on Columns';
CREATE TABLE \`columns_priv\` (
  \`Host\` char(255) NOT NULL DEFAULT '',
  \`Db\` char(64) NOT NULL DEFAULT '',
  \`User\` char(128) NOT NULL DEFAULT '',
  \`Table_name\` char(64) NOT NULL DEFAULT '',
  \`Column_name\` char(64) NOT NULL DEFAULT '',
  \`Timestamp\` timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(),
  \`Column_priv\` set('Select','Insert','Update','References') CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci NOT NULL DEFAULT '',
  PRIMARY KEY (\`Host\`,\`Db\`,\`User\`,\`Table_name\`,\`Column_name\`)
) ENGINE=Aria DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin PAGE_CHECKSUM=1 TRANSACTIONAL=1 COMMENT='Column privileges';
CREATE TABLE \`db\` (
  \`Host\` char(255) NOT NULL DEFAULT '',
  \`Db\` char(64) NOT NULL DEFAULT '',
  \`User\` char(128) NOT NULL DEFAULT '',
  \`Select_priv\` enum('N','Y') CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci NOT NULL DEFAULT 'N',
  \`Insert_priv\` enum('N','Y') CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci NOT NULL DEFAULT 'N',
  \`Update_priv\` enum('N','Y') CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci NOT NULL DEFAULT 'N',
  \`Delete_priv\` enum('N','Y') CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci NOT NULL DEFAULT 'N',
  \`Create_priv\` enum('N','Y') CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci NOT NULL DEFAULT 'N',
  \`Drop_priv\` enum('N','Y') CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci NOT NULL DEFAULT 'N',
  \`Grant_priv\` enum('N','Y') CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci NOT NULL DEFAULT 'N',
  \`References_priv\` enum('N','Y') CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci NOT NULL DEFAULT 'N',
  \`Index_priv\` enum('N','Y') CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci NOT NULL DEFAULT 'N',
  \`Alter_priv\` enum('N','Y') CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci NOT NULL DEFAULT 'N',
  \`Create_tmp_table_priv\` enum('N','Y') CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci NOT NULL DEFAULT 'N',
  \`Lock_tables_priv\` enum('N','Y') CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci NOT NULL DEFAULT 'N',
  \`Create_view_priv\` enum('N','Y') CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci NOT NULL DEFAULT 'N',
  \`Show_view_priv\` enum('N','Y') CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci NOT NULL DEFAULT 'N',
  \`Create_routine_priv\` enum('N','Y') CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci NOT NULL DEFAULT 'N',
  \`Alter_routine_priv\` enum('N','Y') CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci NOT NULL DEFAULT 'N',
  \`Execute_priv\` enum('N','Y') CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci NOT NULL DEFAULT 'N',
  \`Event_priv\` enum('N','Y') CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci NOT NULL DEFAULT 'N',
  \`Trigger_priv\` enum('N','Y') CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci NOT NULL DEFAULT 'N',
  \`Delete_history_priv\` enum('N','Y') CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci NOT NULL DEFAULT 'N',
  PRIMARY KEY (\`Host\`,\`Db\`,\`User\`),
  KEY \`User\` (\`User\`)
) ENGINE=Aria DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin PAGE_CHECKSUM=1 TRANSACTIONAL=1 COMMENT='Database privileges';
CREATE TABLE \`event\` (
  \`db\` char(64) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin NOT NULL DEFAULT '',
  \`name\` char(64) NOT NULL DEFAULT '',
  \`body\` longblob NOT NULL,
  \`definer\` varchar(384) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin NOT NULL DEFAULT '',
  \`execute_at\` datetime DEFAULT NULL,
  \`interval_value\` int(11) DEFAULT NULL,
  \`interval_field\` enum('YEAR','QUARTER','MONTH','DAY','HOUR','MINUTE','WEEK','SECOND','MICROSECOND','YEAR_MONTH','DAY_HOUR','DAY_MINUTE','DAY_SECOND','HOUR_MINUTE','HOUR_SECOND','MINUTE_SECOND','DAY_MICROSECOND','HOUR_MICROSECOND','MINUTE_MICROSECOND','SECOND_MICROSECOND') DEFAULT NULL,
  \`created\` timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(),
  \`modified\` timestamp NOT NULL DEFAULT '0000-00-00 00:00:00',
  \`last_executed\` datetime DEFAULT NULL,
  \`starts\` datetime DEFAULT NULL,
  \`ends\` datetime DEFAULT NULL,
  \`status\` enum('ENABLED','DISABLED','SLAVESIDE_DISABLED') NOT NULL DEFAULT 'ENABLED',
  \`on_completion\` enum('DROP','PRESERVE') NOT NULL DEFAULT 'DROP',
  \`sql_mode\` set('REAL_AS_FLOAT','PIPES_AS_CONCAT','ANSI_QUOTES','IGNORE_SPACE','IGNORE_BAD_TABLE_OPTIONS','ONLY_FULL_GROUP_BY','NO_UNSIGNED_SUBTRACTION','NO_DIR_IN_CREATE','POSTGRESQL','ORACLE','MSSQL','DB2','MAXDB','NO_KEY_OPTIONS','NO_TABLE_OPTIONS','NO_FIELD_OPTIONS','MYSQL323','MYSQL40','ANSI','NO_AUTO_VALUE_ON_ZERO','NO_BACKSLASH_ESCAPES','STRICT_TRANS_TABLES','STRICT_ALL_TABLES','NO_ZERO_IN_DATE','NO_ZERO_DATE','INVALID_DATES','ERROR_FOR_DIVISION_BY_ZERO','TRADITIONAL','NO_AUTO_CREATE_USER','HIGH_NOT_PRECEDENCE','NO_ENGINE_SUBSTITUTION','PAD_CHAR_TO_FULL_LENGTH','EMPTY_STRING_IS_NULL','SIMULTANEOUS_ASSIGNMENT','TIME_ROUND_FRACTIONAL') NOT NULL DEFAULT '',
  \`comment\` char(64) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin NOT NULL DEFAULT '',
  \`originator\` int(10) unsigned NOT NULL,
  \`time_zone\` char(64) CHARACTER SET latin1 COLLATE latin1_swedish_ci NOT NULL DEFAULT 'SYSTEM',
  \`character_set_client\` char(32) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin DEFAULT NULL,
  \`collation_connection\` char(64) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin DEFAULT NULL,
  \`db_collation\` char(64) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin DEFAULT NULL,
  \`body_utf8\` longblob DEFAULT NULL,
  PRIMARY KEY (\`db\`,\`name\`)
) ENGINE=Aria DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci PAGE_CHECKSUM=1 TRANSACTIONAL=1 COMMENT='Events';
CREATE TABLE \`func\` (
  \`name\` char(64) NOT NULL DEFAULT '',
  \`ret\` tinyint(1) NOT NULL DEFAULT 0,
  \`dl\` char(128) NOT NULL DEFAULT '',
  \`type\` enum('function','aggregate') CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci NOT NULL,
  PRIMARY KEY (\`name\`)
) ENGINE=Aria DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin PAGE_CHECKSUM=1 TRANSACTIONAL=1 COMMENT='User defined functions';
CREATE TABLE \`general_log\` (
  \`event_time\` timestamp(6) NOT NULL DEFAULT current_timestamp(6) ON UPDATE current_timestamp(6),
  \`user_host\` mediumtext NOT NULL,
  \`thread_id\` bigint(21) unsigned NOT NULL,
  \`server_id\` int(10) unsigned NOT NULL,
  \`command_type\` varchar(64) NOT NULL,
  \`argument\` mediumtext NOT NULL
) ENGINE=CSV DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci COMMENT='General log';
CREATE TABLE \`global_priv\` (
  \`Host\` char(255) NOT NULL DEFAULT '',
  \`User\` char(128) NOT NULL DEFAULT '',
  \`Priv\` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '{}' CHECK (json_valid(\`Priv\`)),
  PRIMARY KEY (\`Host\`,\`User\`)
) ENGINE=Aria DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin PAGE_CHECKSUM=1 TRANSACTIONAL=1 COMMENT='Users and global privileges';
CREATE TABLE \`gtid_slave_pos\` (
  \`domain_id\` int(10) unsigned NOT NULL,
  \`sub_id\` bigint(20) unsigned NOT NULL,
  \`server_id\` int(10) unsigned NOT NULL,
  \`seq_no\` bigint(20) unsigned NOT NULL,
  PRIMARY KEY (\`domain_id\`,\`sub_id\`)
) ENGINE=InnoDB DEFAULT CHARSET=latin1 COLLATE=latin1_swedish_ci COMMENT='Replication slave GTID position';
CREATE TABLE \`help_category\` (
  \`help_category_id\` smallint(5) unsigned NOT NULL,
  \`name\` char(64) NOT NULL,
  \`parent_category_id\` smallint(5) unsigned DEFAULT NULL,
  \`url\` text NOT NULL,
  PRIMARY KEY (\`help_category_id\`),
  UNIQUE KEY \`name\` (\`name\`)
) ENGINE=Aria DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci PAGE_CHECKSUM=1 TRANSACTIONAL=0 COMMENT='help categories';
CREATE TABLE \`help_keyword\` (
  \`help_keyword_id\` int(10) unsigned NOT NULL,
  \`name\` char(64) NOT NULL,
  PRIMARY KEY (\`help_keyword_id\`),
  UNIQUE KEY \`name\` (\`name\`)
) ENGINE=Aria DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci PAGE_CHECKSUM=1 TRANSACTIONAL=0 COMMENT='help keywords';
CREATE TABLE \`help_relation\` (
  \`help_topic_id\` int(10) unsigned NOT NULL,
  \`help_keyword_id\` int(10) unsigned NOT NULL,
  PRIMARY KEY (\`help_keyword_id\`,\`help_topic_id\`),
  KEY \`help_topic_id\` (\`help_topic_id\`)
) ENGINE=Aria DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci PAGE_CHECKSUM=1 TRANSACTIONAL=0 COMMENT='keyword-topic relation';
CREATE TABLE \`help_topic\` (
  \`help_topic_id\` int(10) unsigned NOT NULL,
  \`name\` char(64) NOT NULL,
  \`help_category_id\` smallint(5) unsigned NOT NULL,
  \`description\` text NOT NULL,
  \`example\` text NOT NULL,
  \`url\` text NOT NULL,
  PRIMARY KEY (\`help_topic_id\`),
  UNIQUE KEY \`name\` (\`name\`)
) ENGINE=Aria DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci PAGE_CHECKSUM=1 TRANSACTIONAL=0 COMMENT='help topics';
CREATE TABLE \`index_stats\` (
  \`db_name\` varchar(64) NOT NULL,
  \`table_name\` varchar(64) NOT NULL,
  \`index_name\` varchar(64) NOT NULL,
  \`prefix_arity\` int(11) unsigned NOT NULL,
  \`avg_frequency\` decimal(12,4) DEFAULT NULL,
  PRIMARY KEY (\`db_name\`,\`table_name\`,\`index_name\`,\`prefix_arity\`)
) ENGINE=Aria DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin PAGE_CHECKSUM=1 TRANSACTIONAL=0 COMMENT='Statistics on Indexes';
CREATE TABLE \`innodb_index_stats\` (
  \`database_name\` varchar(64) NOT NULL,
  \`table_name\` varchar(199) NOT NULL,
  \`index_name\` varchar(64) NOT NULL,
  \`last_update\` timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(),
  \`stat_name\` varchar(64) NOT NULL,
  \`stat_value\` bigint(20) unsigned NOT NULL,
  \`sample_size\` bigint(20) unsigned DEFAULT NULL,
  \`stat_description\` varchar(1024) NOT NULL,
  PRIMARY KEY (\`database_name\`,\`table_name\`,\`index_name\`,\`stat_name\`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin STATS_PERSISTENT=0;
CREATE TABLE \`innodb_table_stats\` (
  \`database_name\` varchar(64) NOT NULL,
  \`table_name\` varchar(199) NOT NULL,
  \`last_update\` timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(),
  \`n_rows\` bigint(20) unsigned NOT NULL,
  \`clustered_index_size\` bigint(20) unsigned NOT NULL,
  \`sum_of_other_index_sizes\` bigint(20) unsigned NOT NULL,
  PRIMARY KEY (\`database_name\`,\`table_name\`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin STATS_PERSISTENT=0;
CREATE TABLE \`plugin\` (
  \`name\` varchar(64) NOT NULL DEFAULT '',
  \`dl\` varchar(128) NOT NULL DEFAULT '',
  PRIMARY KEY (\`name\`)
) ENGINE=Aria DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci PAGE_CHECKSUM=1 TRANSACTIONAL=1 COMMENT='MySQL plugins';
CREATE TABLE \`proc\` (
  \`db\` char(64) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin NOT NULL DEFAULT '',
  \`name\` char(64) NOT NULL DEFAULT '',
  \`type\` enum('FUNCTION','PROCEDURE','PACKAGE','PACKAGE BODY') NOT NULL,
  \`specific_name\` char(64) NOT NULL DEFAULT '',
  \`language\` enum('SQL') NOT NULL DEFAULT 'SQL',
  \`sql_data_access\` enum('CONTAINS_SQL','NO_SQL','READS_SQL_DATA','MODIFIES_SQL_DATA') NOT NULL DEFAULT 'CONTAINS_SQL',
  \`is_deterministic\` enum('YES','NO') NOT NULL DEFAULT 'NO',
  \`security_type\` enum('INVOKER','DEFINER') NOT NULL DEFAULT 'DEFINER',
  \`param_list\` blob NOT NULL,
  \`returns\` longblob NOT NULL,
  \`body\` longblob NOT NULL,
  \`definer\` varchar(384) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin NOT NULL DEFAULT '',
  \`created\` timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(),
  \`modified\` timestamp NOT NULL DEFAULT '0000-00-00 00:00:00',
  \`sql_mode\` set('REAL_AS_FLOAT','PIPES_AS_CONCAT','ANSI_QUOTES','IGNORE_SPACE','IGNORE_BAD_TABLE_OPTIONS','ONLY_FULL_GROUP_BY','NO_UNSIGNED_SUBTRACTION','NO_DIR_IN_CREATE','POSTGRESQL','ORACLE','MSSQL','DB2','MAXDB','NO_KEY_OPTIONS','NO_TABLE_OPTIONS','NO_FIELD_OPTIONS','MYSQL323','MYSQL40','ANSI','NO_AUTO_VALUE_ON_ZERO','NO_BACKSLASH_ESCAPES','STRICT_TRANS_TABLES','STRICT_ALL_TABLES','NO_ZERO_IN_DATE','NO_ZERO_DATE','INVALID_DATES','ERROR_FOR_DIVISION_BY_ZERO','TRADITIONAL','NO_AUTO_CREATE_USER','HIGH_NOT_PRECEDENCE','NO_ENGINE_SUBSTITUTION','PAD_CHAR_TO_FULL_LENGTH','EMPTY_STRING_IS_NULL','SIMULTANEOUS_ASSIGNMENT','TIME_ROUND_FRACTIONAL') NOT NULL DEFAULT '',
  \`comment\` text CHARACTER SET utf8mb3 COLLATE utf8mb3_bin NOT NULL,
  \`character_set_client\` char(32) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin DEFAULT NULL,
  \`collation_connection\` char(64) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin DEFAULT NULL,
  \`db_collation\` char(64) CHARACTER SET utf8mb3 COLLATE utf8mb3_bin DEFAULT NULL,
  \`body_utf8\` longblob DEFAULT NULL,
  \`aggregate\` enum('NONE','GROUP') NOT NULL DEFAULT 'NONE',
  PRIMARY KEY (\`db\`,\`name\`,\`type\`)
) ENGINE=Aria DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci PAGE_CHECKSUM=1 TRANSACTIONAL=1 COMMENT='Stored Procedures';
CREATE TABLE \`procs_priv\` (
  \`Host\` char(255) NOT NULL DEFAULT '',
  \`Db\` char(64) NOT NULL DEFAULT '',
  \`User\` char(128) NOT NULL DEFAULT '',
  \`Routine_name\` char(64) CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci NOT NULL DEFAULT '',
  \`Routine_type\` enum('FUNCTION','PROCEDURE','PACKAGE','PACKAGE BODY') NOT NULL,
  \`Grantor\` varchar(384) NOT NULL DEFAULT '',
  \`Proc_priv\` set('Execute','Alter Routine','Grant') CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci NOT NULL DEFAULT '',
  \`Timestamp\` timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(),
  PRIMARY KEY (\`Host\`,\`Db\`,\`User\`,\`Routine_name\`,\`Routine_type\`),
  KEY \`Grantor\` (\`Grantor\`)
) ENGINE=Aria DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin PAGE_CHECKSUM=1 TRANSACTIONAL=1 COMMENT='Procedure privileges';
CREATE TABLE \`proxies_priv\` (
  \`Host\` char(255) NOT NULL DEFAULT '',
  \`User\` char(128) NOT NULL DEFAULT '',
  \`Proxied_host\` char(255) NOT NULL DEFAULT '',
  \`Proxied_user\` char(128) NOT NULL DEFAULT '',
  \`With_grant\` tinyint(1) NOT NULL DEFAULT 0,
  \`Grantor\` varchar(384) NOT NULL DEFAULT '',
  \`Timestamp\` timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(),
  PRIMARY KEY (\`Host\`,\`User\`,\`Proxied_host\`,\`Proxied_user\`),
  KEY \`Grantor\` (\`Grantor\`)
) ENGINE=Aria DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin PAGE_CHECKSUM=1 TRANSACTIONAL=1 COMMENT='User proxy privileges';
CREATE TABLE \`roles_mapping\` (
  \`Host\` char(255) NOT NULL DEFAULT '',
  \`User\` char(128) NOT NULL DEFAULT '',
  \`Role\` char(128) NOT NULL DEFAULT '',
  \`Admin_option\` enum('N','Y') CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci NOT NULL DEFAULT 'N',
  UNIQUE KEY \`Host\` (\`Host\`,\`User\`,\`Role\`)
) ENGINE=Aria DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin PAGE_CHECKSUM=1 TRANSACTIONAL=1 COMMENT='Granted roles';
CREATE TABLE \`servers\` (
  \`Server_name\` char(64) NOT NULL DEFAULT '',
  \`Host\` varchar(2048) NOT NULL DEFAULT '',
  \`Db\` char(64) NOT NULL DEFAULT '',
  \`Username\` char(128) NOT NULL DEFAULT '',
  \`Password\` char(64) NOT NULL DEFAULT '',
  \`Port\` int(4) NOT NULL DEFAULT 0,
  \`Socket\` char(108) NOT NULL DEFAULT '',
  \`Wrapper\` char(64) NOT NULL DEFAULT '',
  \`Owner\` varchar(512) NOT NULL DEFAULT '',
  PRIMARY KEY (\`Server_name\`)
) ENGINE=Aria DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci PAGE_CHECKSUM=1 TRANSACTIONAL=1 COMMENT='MySQL Foreign Servers table';
CREATE TABLE \`slow_log\` (
  \`start_time\` timestamp(6) NOT NULL DEFAULT current_timestamp(6) ON UPDATE current_timestamp(6),
  \`user_host\` mediumtext NOT NULL,
  \`query_time\` time(6) NOT NULL,
  \`lock_time\` time(6) NOT NULL,
  \`rows_sent\` bigint(20) unsigned NOT NULL,
  \`rows_examined\` bigint(20) unsigned NOT NULL,
  \`db\` varchar(512) NOT NULL,
  \`last_insert_id\` int(11) NOT NULL,
  \`insert_id\` int(11) NOT NULL,
  \`server_id\` int(10) unsigned NOT NULL,
  \`sql_text\` mediumtext NOT NULL,
  \`thread_id\` bigint(21) unsigned NOT NULL,
  \`rows_affected\` bigint(20) unsigned NOT NULL
) ENGINE=CSV DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci COMMENT='Slow log';
CREATE TABLE \`table_stats\` (
  \`db_name\` varchar(64) NOT NULL,
  \`table_name\` varchar(64) NOT NULL,
  \`cardinality\` bigint(21) unsigned DEFAULT NULL,
  PRIMARY KEY (\`db_name\`,\`table_name\`)
) ENGINE=Aria DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin PAGE_CHECKSUM=1 TRANSACTIONAL=0 COMMENT='Statistics on Tables';
CREATE TABLE \`tables_priv\` (
  \`Host\` char(255) NOT NULL DEFAULT '',
  \`Db\` char(64) NOT NULL DEFAULT '',
  \`User\` char(128) NOT NULL DEFAULT '',
  \`Table_name\` char(64) NOT NULL DEFAULT '',
  \`Grantor\` varchar(384) NOT NULL DEFAULT '',
  \`Timestamp\` timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(),
  \`Table_priv\` set('Select','Insert','Update','Delete','Create','Drop','Grant','References','Index','Alter','Create View','Show view','Trigger','Delete versioning rows') CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci NOT NULL DEFAULT '',
  \`Column_priv\` set('Select','Insert','Update','References') CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci NOT NULL DEFAULT '',
  PRIMARY KEY (\`Host\`,\`Db\`,\`User\`,\`Table_name\`),
  KEY \`Grantor\` (\`Grantor\`)
) ENGINE=Aria DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin PAGE_CHECKSUM=1 TRANSACTIONAL=1 COMMENT='Table privileges';
CREATE TABLE \`time_zone\` (
  \`Time_zone_id\` int(10) unsigned NOT NULL AUTO_INCREMENT,
  \`Use_leap_seconds\` enum('Y','N') NOT NULL DEFAULT 'N',
  PRIMARY KEY (\`Time_zone_id\`)
) ENGINE=Aria DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci PAGE_CHECKSUM=1 TRANSACTIONAL=1 COMMENT='Time zones';
CREATE TABLE \`time_zone_leap_second\` (
  \`Transition_time\` bigint(20) NOT NULL,
  \`Correction\` int(11) NOT NULL,
  PRIMARY KEY (\`Transition_time\`)
) ENGINE=Aria DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci PAGE_CHECKSUM=1 TRANSACTIONAL=1 COMMENT='Leap seconds information for time zones';
CREATE TABLE \`time_zone_name\` (
  \`Name\` char(64) NOT NULL,
  \`Time_zone_id\` int(10) unsigned NOT NULL,
  PRIMARY KEY (\`Name\`)
) ENGINE=Aria DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci PAGE_CHECKSUM=1 TRANSACTIONAL=1 COMMENT='Time zone names';
CREATE TABLE \`time_zone_transition\` (
  \`Time_zone_id\` int(10) unsigned NOT NULL,
  \`Transition_time\` bigint(20) NOT NULL,
  \`Transition_type_id\` int(10) unsigned NOT NULL,
  PRIMARY KEY (\`Time_zone_id\`,\`Transition_time\`)
) ENGINE=Aria DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci PAGE_CHECKSUM=1 TRANSACTIONAL=1 COMMENT='Time zone transitions';
CREATE TABLE \`time_zone_transition_type\` (
  \`Time_zone_id\` int(10) unsigned NOT NULL,
  \`Transition_type_id\` int(10) unsigned NOT NULL,
  \`Offset\` int(11) NOT NULL DEFAULT 0,
  \`Is_DST\` tinyint(3) unsigned NOT NULL DEFAULT 0,
  \`Abbreviation\` char(8) NOT NULL DEFAULT '',
  PRIMARY KEY (\`Time_zone_id\`,\`Transition_type_id\`)
) ENGINE=Aria DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci PAGE_CHECKSUM=1 TRANSACTIONAL=1 COMMENT='Time zone transition types';
CREATE TABLE \`transaction_registry\` (
  \`transaction_id\` bigint(20) unsigned NOT NULL,
  \`commit_id\` bigint(20) unsigned NOT NULL,
  \`begin_timestamp\` timestamp(6) NOT NULL DEFAULT '0000-00-00 00:00:00.000000',
  \`commit_timestamp\` timestamp(6) NOT NULL DEFAULT '0000-00-00 00:00:00.000000',
  \`isolation_level\` enum('READ-UNCOMMITTED','READ-COMMITTED','REPEATABLE-READ','SERIALIZABLE') NOT NULL,
  PRIMARY KEY (\`transaction_id\`),
  UNIQUE KEY \`commit_id\` (\`commit_id\`),
  KEY \`begin_timestamp\` (\`begin_timestamp\`),
  KEY \`commit_timestamp\` (\`commit_timestamp\`,\`transaction_id\`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_bin STATS_PERSISTENT=0
`;

export const USER_VIEW = `select \`mysql\`.\`global_priv\`.\`Host\` AS \`Host\`,\`mysql\`.\`global_priv\`.\`User\` AS \`User\`,if(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.plugin') in ('mysql_native_password','mysql_old_password'),ifnull(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.authentication_string'),''),'') AS \`Password\`,if(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.access') & 1,'Y','N') AS \`Select_priv\`,if(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.access') & 2,'Y','N') AS \`Insert_priv\`,if(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.access') & 4,'Y','N') AS \`Update_priv\`,if(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.access') & 8,'Y','N') AS \`Delete_priv\`,if(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.access') & 16,'Y','N') AS \`Create_priv\`,if(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.access') & 32,'Y','N') AS \`Drop_priv\`,if(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.access') & 64,'Y','N') AS \`Reload_priv\`,if(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.access') & 128,'Y','N') AS \`Shutdown_priv\`,if(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.access') & 256,'Y','N') AS \`Process_priv\`,if(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.access') & 512,'Y','N') AS \`File_priv\`,if(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.access') & 1024,'Y','N') AS \`Grant_priv\`,if(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.access') & 2048,'Y','N') AS \`References_priv\`,if(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.access') & 4096,'Y','N') AS \`Index_priv\`,if(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.access') & 8192,'Y','N') AS \`Alter_priv\`,if(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.access') & 16384,'Y','N') AS \`Show_db_priv\`,if(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.access') & 32768,'Y','N') AS \`Super_priv\`,if(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.access') & 65536,'Y','N') AS \`Create_tmp_table_priv\`,if(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.access') & 131072,'Y','N') AS \`Lock_tables_priv\`,if(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.access') & 262144,'Y','N') AS \`Execute_priv\`,if(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.access') & 524288,'Y','N') AS \`Repl_slave_priv\`,if(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.access') & 1048576,'Y','N') AS \`Repl_client_priv\`,if(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.access') & 2097152,'Y','N') AS \`Create_view_priv\`,if(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.access') & 4194304,'Y','N') AS \`Show_view_priv\`,if(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.access') & 8388608,'Y','N') AS \`Create_routine_priv\`,if(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.access') & 16777216,'Y','N') AS \`Alter_routine_priv\`,if(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.access') & 33554432,'Y','N') AS \`Create_user_priv\`,if(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.access') & 67108864,'Y','N') AS \`Event_priv\`,if(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.access') & 134217728,'Y','N') AS \`Trigger_priv\`,if(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.access') & 268435456,'Y','N') AS \`Create_tablespace_priv\`,if(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.access') & 536870912,'Y','N') AS \`Delete_history_priv\`,elt(ifnull(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.ssl_type'),0) + 1,'','ANY','X509','SPECIFIED') AS \`ssl_type\`,ifnull(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.ssl_cipher'),'') AS \`ssl_cipher\`,ifnull(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.x509_issuer'),'') AS \`x509_issuer\`,ifnull(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.x509_subject'),'') AS \`x509_subject\`,cast(ifnull(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.max_questions'),0) as unsigned) AS \`max_questions\`,cast(ifnull(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.max_updates'),0) as unsigned) AS \`max_updates\`,cast(ifnull(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.max_connections'),0) as unsigned) AS \`max_connections\`,cast(ifnull(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.max_user_connections'),0) as signed) AS \`max_user_connections\`,ifnull(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.plugin'),'') AS \`plugin\`,ifnull(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.authentication_string'),'') AS \`authentication_string\`,if(ifnull(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.password_last_changed'),1) = 0,'Y','N') AS \`password_expired\`,elt(ifnull(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.is_role'),0) + 1,'N','Y') AS \`is_role\`,ifnull(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.default_role'),'') AS \`default_role\`,cast(ifnull(json_value(\`mysql\`.\`global_priv\`.\`Priv\`,'$.max_statement_time'),0.0) as decimal(12,6)) AS \`max_statement_time\` from \`mysql\`.\`global_priv\``;
