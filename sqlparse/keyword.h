// The words the grammars of MySQL 5.7 to 9.x and MariaDB 10.5 to 11.x know.
//
// Which words are reserved was asked of live servers (`SELECT 1 FROM d.t JOIN
// <word>`), since the two differ and both change between versions.
#pragma once

#include <cstdint>
#include <string_view>

#include "sqlparse/flavour.h"

namespace mallshard::sqlparse {

enum class Keyword : std::uint16_t {
  None = 0,
  // clang-format off
    Absent, Accessible, Account, Action, Active, Add, Adddate, Admin, After, Against, Aggregate, Algorithm,
    All, AllowMissingFiles, Alter, Always, Analyze, And, Any, AnyValue, Array, As, Asc, Ascii, Asensitive,
    AssignGtidsToAnonymousTransactions, At, Atomic, Attribute, Authentication, Authors, Auto, AutoextendSize,
    AutoIncrement, AutoRefresh, AutoRefreshSource, Avg, AvgRowLength, Backup, Before, Begin, Bernoulli,
    Between, Bigint, Binary, Binlog, Bit, BitAnd, BitOr, BitXor, Blob, Block, Body, Bool, Boolean, Both,
    Btree, Buckets, Bulk, By, Byte, Cache, Call, Cascade, Cascaded, Case, Cast, CatalogName, Chain,
    ChallengeResponse, Change, Changed, Channel, Char, Character, Charset, Check, Checkpoint, Checksum,
    Cipher, ClassOrigin, Client, Clob, Clone, Close, Coalesce, Code, Collate, Collation, Column, Columns,
    ColumnAdd, ColumnCheck, ColumnCreate, ColumnDelete, ColumnFormat, ColumnGet, ColumnName, Comment, Commit,
    Committed, Compact, Completion, Component, Compressed, Compression, Concurrent, Condition, Connection,
    Consistent, Constraint, ConstraintCatalog, ConstraintName, ConstraintSchema, Contains, Context, Continue,
    Contributors, Convert, Count, Cpu, Create, Cross, Cube, CumeDist, Curdate, Current, CurrentDate,
    CurrentPos, CurrentRole, CurrentTime, CurrentTimestamp, CurrentUser, Cursor, CursorName, Curtime, Cycle,
    Data, Database, Databases, Datafile, Date, Datetime, DateAdd, DateSub, Day, DayHour, DayMicrosecond,
    DayMinute, DaySecond, Deallocate, Dec, Decimal, Declare, Default, DefaultAuth, Definer, Definition,
    Delayed, DelayKeyWrite, Delete, DeleteDomainId, DenseRank, Desc, Describe, Description, DesKeyFile,
    Deterministic, Diagnostics, Directory, Disable, Discard, Disk, Distinct, Distinctrow, Div, Do, Double,
    DoDomainIds, Drop, Dual, Duality, Dumpfile, Duplicate, Dynamic, Each, Else, Elseif, Elsif, Empty, Enable,
    Enclosed, Encryption, End, Ends, Enforced, Engine, Engines, EngineAttribute, Enum, Error, Errors, Escape,
    Escaped, Event, Events, Every, Examined, Except, Exception, Exchange, Exclude, Execute, Exists, Exit,
    Expansion, Expire, Explain, Export, Extended, ExtentSize, External, ExternalFormat, Extract, Factor,
    FailedLoginAttempts, False, Fast, Faults, Federated, Fetch, Fields, File, Files, FileBlockSize,
    FileFormat, FileName, FilePattern, FilePrefix, Filter, Finish, First, FirstValue, Fixed, Float, Float4,
    Float8, Flush, Following, Follows, For, Force, Foreign, Format, Found, From, Full, Fulltext, Function,
    General, Generate, Generated, Geomcollection, Geometry, Geometrycollection, Get, GetFormat,
    GetSourcePublicKey, Global, Goto, Grant, Grants, Group, Grouping, Groups, GroupConcat, GroupReplication,
    Gtids, GtidOnly, Guided, Handler, Hard, Hash, Having, Header, Help, HighPriority, Histogram, History,
    Host, Hosts, Hour, HourMicrosecond, HourMinute, HourSecond, Id, Identified, If, Ignore, Ignored,
    IgnoreDomainIds, IgnoreServerIds, Immediate, Import, In, Inactive, Increment, Index, Indexes, Infile,
    Initial, InitialSize, Initiate, Inner, Inout, Insensitive, Insert, InsertMethod, Install, Instance, Int,
    Int1, Int2, Int3, Int4, Int8, Integer, Intersect, Interval, Into, Invisible, Invoker, Io, IoAfterGtids,
    IoBeforeGtids, IoThread, Ipc, Is, Isolation, Isopen, Issuer, Iterate, Join, Json, JsonArrayagg, JsonDualityObject,
    JsonObjectagg, JsonTable, JsonValue, Key, Keyring, Keys, KeyBlockSize, Kill, Lag, Language, Last,
    Lastval, LastValue, Lateral, Lead, Leading, Leave, Leaves, Left, Less, Level, Library, Like, Limit,
    Linear, Lines, Linestring, List, Load, Local, Localtime, Localtimestamp, Lock, Locked, Locks, Log,
    Logfile, Logs, Long, Longblob, Longtext, Loop, LowPriority, Manual, Masking, Master, MasterBind,
    MasterConnectRetry, MasterDelay, MasterDemoteToReplica, MasterDemoteToSlave, MasterGtidPos,
    MasterHeartbeatPeriod, MasterHost, MasterLogFile, MasterLogPos, MasterPassword, MasterPort,
    MasterServerId, MasterSsl, MasterSslCa, MasterSslCapath, MasterSslCert, MasterSslCipher, MasterSslCrl,
    MasterSslCrlpath, MasterSslKey, MasterSslVerifyServerCert, MasterUser, MasterUseGtid, Match,
    Materialized, Max, Maxvalue, MaxConnectionsPerHour, MaxQueriesPerHour, MaxRows, MaxSize,
    MaxStatementTime, MaxUpdatesPerHour, MaxUserConnections, Median, Medium, Mediumblob, Mediumint,
    Mediumtext, Member, Memory, Merge, MessageText, Microsecond, Mid, Middleint, Migrate, Min, Minus, Minute,
    MinuteMicrosecond, MinuteSecond, Minvalue, MinRows, Mod, Mode, Modifies, Modify, Monitor, Month,
    Multilinestring, Multipoint, Multipolygon, Mutex, Mysql, MysqlErrno, Name, Names, National, Natural,
    Nchar, Ndb, Ndbcluster, Nested, NetworkNamespace, Never, New, Next, Nextval, No, Nocache, Nocycle,
    Nodegroup, Nomaxvalue, Nominvalue, NoneWord, Not, Notfound, Now, Nowait, NoWait, NoWriteToBinlog,
    NthValue, Ntile, Null, Nulls, Number, Numeric, Nvarchar, Of, Off, Offset, Oj, Old, OldPassword, On, One,
    Online, Only, Open, Optimize, OptimizerCosts, Option, Optional, Optionally, Options, Or, Order,
    Ordinality, Organization, Others, Out, Outer, Outfile, Over, Overlaps, Owner, Package, PackKeys, Page,
    PageChecksum, Parallel, Parameters, Parser, ParseTree, ParseVcolExpr, Partial, Partition, Partitioning,
    Partitions, Password, PasswordLockTime, Path, PercentileCont, PercentileDisc, PercentRank, Period,
    Persist, Persistent, PersistOnly, Phase, Plugin, Plugins, PluginDir, Point, Policy, Polygon, Port,
    Portion, Position, Precedes, Preceding, Precision, Prepare, Preserve, Prev, Previous, Primary,
    Privileges, PrivilegeChecksUser, Procedure, Process, Processlist, Profile, Profiles, Proxy, Purge,
    Qualify, Quarter, Query, Quick, Raise, Random, Range, Rank, Raw, Read, Reads, ReadOnly, ReadWrite, Real,
    Rebuild, Recover, Recursive, Redo, Redofile, RedoBufferSize, Redundant, Reference, References,
    RefSystemId, Regexp, Registration, Relational, Relay, Relaylog, RelayLogFile, RelayLogPos, RelayThread,
    Release, Reload, Remove, Rename, Reorganize, Repair, Repeat, Repeatable, Replace, Replay, Replica,
    Replicas, ReplicateDoDb, ReplicateDoTable, ReplicateIgnoreDb, ReplicateIgnoreTable, ReplicateRewriteDb,
    ReplicateWildDoTable, ReplicateWildIgnoreTable, Replication, ReplicaPos, Require, RequireRowFormat,
    RequireTablePrimaryKeyCheck, Reset, Resignal, Resource, Respect, Restart, Restore, Restrict, Resume,
    Retain, Return, ReturnedSqlstate, Returning, Returns, Reuse, Reverse, Revoke, Right, Rlike, Role, Roles,
    Rollback, Rollup, Rotate, Routine, Row, Rowcount, Rownum, Rows, Rowtype, RowCount, RowFormat, RowNumber,
    Rtree, S3, Savepoint, Schedule, Schema, Schemas, SchemaName, Second, Secondary, SecondaryEngine,
    SecondaryEngineAttribute, SecondaryLoad, SecondaryUnload, SecondMicrosecond, Security, Select, Sensitive,
    Separator, Sequence, Serial, Serializable, Server, Session, SessionUser, Set, Sets, Setval, Share, Show,
    Shutdown, Signal, Signed, Simple, Skip, Slave, Slaves, SlavePos, Slow, Smallint, Snapshot, Socket, Soft,
    Some, Soname, Sounds, Source, SourceAutoPosition, SourceBind, SourceCompressionAlgorithms,
    SourceConnectionAutoFailover, SourceConnectRetry, SourceDelay, SourceHeartbeatPeriod, SourceHost,
    SourceLogFile, SourceLogPos, SourcePassword, SourcePort, SourcePublicKeyPath, SourceRetryCount,
    SourceSsl, SourceSslCa, SourceSslCapath, SourceSslCert, SourceSslCipher, SourceSslCrl, SourceSslCrlpath,
    SourceSslKey, SourceSslVerifyServerCert, SourceTlsCiphersuites, SourceTlsVersion, SourceUser,
    SourceZstdCompressionLevel, Spatial, Specific, Sql, Sqlexception, Sqlstate, Sqlwarning, SqlAfterGtids,
    SqlAfterMtsGaps, SqlBeforeGtids, SqlBigResult, SqlBufferResult, SqlCache, SqlCalcFoundRows, SqlNoCache,
    SqlSmallResult, SqlThread, SqlTsiDay, SqlTsiHour, SqlTsiMinute, SqlTsiMonth, SqlTsiQuarter, SqlTsiSecond,
    SqlTsiWeek, SqlTsiYear, Srid, Ssl, Stacked, Stage, Start, Starting, Starts, Statement, Statistics,
    StatsAutoRecalc, StatsPersistent, StatsSamplePages, Status, Std, Stddev, StddevPop, StddevSamp, Stop,
    Storage, Stored, StraightJoin, Stream, StrictLoad, String, StCollect, SubclassOrigin, Subdate, Subject,
    Subpartition, Subpartitions, Substr, Substring, Sum, Super, Suspend, Swaps, Switches, Sysdate, System,
    SystemTime, SystemUser, Table, Tables, Tablesample, Tablespace, TableChecksum, TableName, Temporary,
    Temptable, Terminated, Text, Than, Then, Threads, ThreadPriority, Ties, Time, Timestamp, Timestampadd,
    Timestampdiff, Tinyblob, Tinyint, Tinytext, Tls, To, Trailing, Transaction, Transactional, Trigger,
    Triggers, Trim, True, Truncate, Type, Types, Unbounded, Uncommitted, Undefined, Undo, Undofile,
    UndoBufferSize, Unicode, Uninstall, Union, Unique, Unknown, Unlock, Unregister, Unsigned, Until, Update,
    Upgrade, Uri, Url, Usage, Use, User, UserResources, UseFrm, Using, UtcDate, UtcTime, UtcTimestamp,
    Validate, Validation, Value, Values, Varbinary, Varchar, Varchar2, Varcharacter, Variables, Variance,
    Varying, VarPop, VarSamp, Vcpu, Vector, VerifyKeyConstraints, Versioning, Via, View, Virtual, Visible,
    Wait, Warnings, Week, WeightString, When, Where, While, Window, With, Within, Without, Work, Wrapper,
    Write, X509, Xa, Xid, Xml, Xor, Year, YearMonth, Zerofill, Zone,
  // clang-format on
};

inline constexpr std::uint16_t kKeywordCount = 902;  // without None

// The keyword spelled by an unquoted word, in any case; None for other words.
[[nodiscard]] Keyword find_keyword(std::string_view word) noexcept;

// The same for a word of at most 16 bytes given as two machine words: its bytes
// with bit 5 set (see kFoldMask), zeros behind them.
[[nodiscard]] Keyword find_short_keyword(std::uint64_t head, std::uint64_t tail) noexcept;

// The first version of this server that reserves each keyword, by Keyword; for
// readers of the given version, since words may become free again.
[[nodiscard]] const std::uint32_t* reserved_from(Flavour flavour, std::uint32_t server_version) noexcept;

// Upper-case spelling; empty for None.
[[nodiscard]] std::string_view keyword_text(Keyword keyword) noexcept;

// Whether this server refuses the word as an unquoted identifier.
[[nodiscard]] bool is_reserved(Keyword keyword, Flavour flavour, std::uint32_t server_version) noexcept;

}  // namespace mallshard::sqlparse
