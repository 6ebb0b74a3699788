// The rows of schema_options.h.
#include "sqlparse/schema_options.h"

#include <algorithm>

namespace mallshard::sqlparse {

namespace {

using K = Keyword;
using V = SchemaValue;
using E = OptionEquals;
using S = OptionServers;

// clang-format off
constexpr OptionRule kTable[] = {
    {K::Engine, K::None, V::WordOrText},
    {K::SecondaryEngine, K::None, V::WordTextOrNull, E::Optional, S::MySql},
    {K::MaxRows, K::None, V::Number},
    {K::MinRows, K::None, V::Number},
    {K::AvgRowLength, K::None, V::RowLength, E::Optional, S::MySql},
    {K::AvgRowLength, K::None, V::NumberOrHex, E::Optional, S::MariaDb},
    {K::Password, K::None, V::Text},
    {K::Comment, K::None, V::Text},
    {K::Compression, K::None, V::Text, E::Optional, S::MySql},
    {K::Encryption, K::None, V::Text, E::Optional, S::MySql},
    {K::AutoIncrement, K::None, V::Number},
    {K::PackKeys, K::None, V::Switch},
    {K::StatsAutoRecalc, K::None, V::Switch},
    {K::StatsPersistent, K::None, V::Switch},
    {K::StatsSamplePages, K::None, V::SamplePages},
    {K::Checksum, K::None, V::NumberOrHex},
    {K::TableChecksum, K::None, V::NumberOrHex},
    {K::PageChecksum, K::None, V::SwitchOrHex, E::Optional, S::MariaDb},
    {K::DelayKeyWrite, K::None, V::NumberOrHex},
    {K::RowFormat, K::None, V::RowFormat},
    {K::Union, K::None, V::Tables},
    {K::InsertMethod, K::None, V::InsertMethod},
    {K::Data, K::Directory, V::Text},
    {K::Index, K::Directory, V::Text},
    {K::Tablespace, K::None, V::Word, E::Optional, S::MySql},
    {K::Tablespace, K::None, V::Word, E::Never, S::MariaDb},
    {K::Storage, K::None, V::StorageMedium, E::Never},
    {K::Connection, K::None, V::Text},
    {K::KeyBlockSize, K::None, V::BlockSize, E::Optional, S::MySql},
    {K::KeyBlockSize, K::None, V::NumberOrHex, E::Optional, S::MariaDb},
    {K::Start, K::Transaction, V::None, E::Never, S::MySql, 80021},
    {K::EngineAttribute, K::None, V::Text, E::Optional, S::MySql},
    {K::SecondaryEngineAttribute, K::None, V::Text, E::Optional, S::MySql},
    {K::AutoextendSize, K::None, V::Size, E::Optional, S::MySql},
    {K::StrictLoad, K::None, V::Switch, E::Optional, S::MySql, 90400},
    {K::AllowMissingFiles, K::None, V::Switch, E::Optional, S::MySql, 90400},
    {K::VerifyKeyConstraints, K::None, V::Switch, E::Optional, S::MySql, 90400},
    {K::AutoRefresh, K::None, V::Switch, E::Optional, S::MySql, 90400},
    {K::AutoRefreshSource, K::None, V::TextOrNone, E::Optional, S::MySql, 90400},
    {K::Files, K::None, V::ExternalFiles, E::Optional, S::MySql, 90400},
    {K::FileFormat, K::None, V::ExternalFormat, E::Optional, S::MySql, 90400},
    {K::Transactional, K::None, V::SwitchOrHex, E::Optional, S::MariaDb},
    {K::Sequence, K::None, V::SwitchOrHex, E::Optional, S::MariaDb},
};
constexpr OptionRule kPartition[] = {
    {K::Tablespace, K::None, V::Word, E::Optional, S::MySql},
    {K::Tablespace, K::None, V::WordOrText, E::Optional, S::MariaDb},
    {K::Engine, K::None, V::WordOrText},
    {K::Storage, K::Engine, V::WordOrText},
    {K::Nodegroup, K::None, V::PlainNumber},
    {K::MaxRows, K::None, V::PlainNumber},
    {K::MinRows, K::None, V::PlainNumber},
    {K::Data, K::Directory, V::Text},
    {K::Index, K::Directory, V::Text},
    {K::Comment, K::None, V::Text},
    {K::Connection, K::None, V::Text, E::Optional, S::MariaDb},
};
constexpr OptionRule kIndex[] = {
    {K::KeyBlockSize, K::None, V::NumberOrHex},
    {K::Comment, K::None, V::Text, E::Never},
    {K::Visible, K::None, V::None, E::Never},
    {K::Invisible, K::None, V::None, E::Never, S::MySql},
    {K::EngineAttribute, K::None, V::Text, E::Optional, S::MySql},
    {K::SecondaryEngineAttribute, K::None, V::Text, E::Optional, S::MySql},
    {K::Ignored, K::None, V::None, E::Never, S::MariaDb},
    {K::Not, K::Ignored, V::None, E::Never, S::MariaDb},
};
constexpr OptionRule kDatabase[] = {
    {K::Encryption, K::None, V::Text, E::Optional, S::MySql},
    {K::Default, K::Encryption, V::Text, E::Optional, S::MySql},
    {K::Comment, K::None, V::Text, E::Optional, S::MariaDb},
};
constexpr OptionRule kCreateTablespace[] = {
    {K::Engine, K::None, V::WordOrText},
    {K::Storage, K::Engine, V::WordOrText},
    {K::InitialSize, K::None, V::Size},
    {K::AutoextendSize, K::None, V::Size},
    {K::MaxSize, K::None, V::Size},
    {K::ExtentSize, K::None, V::Size},
    {K::FileBlockSize, K::None, V::Size},
    {K::Nodegroup, K::None, V::PlainNumber},
    {K::Wait, K::None, V::None, E::Never},
    {K::NoWait, K::None, V::None, E::Never},
    {K::Comment, K::None, V::Text},
    {K::Encryption, K::None, V::Text},
    {K::EngineAttribute, K::None, V::Text},
};
constexpr OptionRule kAlterTablespace[] = {
    {K::Engine, K::None, V::WordOrText},
    {K::Storage, K::Engine, V::WordOrText},
    {K::InitialSize, K::None, V::Size},
    {K::AutoextendSize, K::None, V::Size},
    {K::MaxSize, K::None, V::Size},
    {K::Wait, K::None, V::None, E::Never},
    {K::NoWait, K::None, V::None, E::Never},
    {K::Encryption, K::None, V::Text},
    {K::EngineAttribute, K::None, V::Text},
};
constexpr OptionRule kUndoTablespace[] = {
    {K::Engine, K::None, V::WordOrText},
    {K::Storage, K::Engine, V::WordOrText},
};
constexpr OptionRule kDropTablespace[] = {
    {K::Engine, K::None, V::WordOrText},
    {K::Storage, K::Engine, V::WordOrText},
    {K::Wait, K::None, V::None, E::Never},
    {K::NoWait, K::None, V::None, E::Never},
};
constexpr OptionRule kCreateLogfile[] = {
    {K::Engine, K::None, V::WordOrText},
    {K::Storage, K::Engine, V::WordOrText},
    {K::InitialSize, K::None, V::Size},
    {K::UndoBufferSize, K::None, V::Size},
    {K::RedoBufferSize, K::None, V::Size},
    {K::Nodegroup, K::None, V::PlainNumber},
    {K::Wait, K::None, V::None, E::Never},
    {K::NoWait, K::None, V::None, E::Never},
    {K::Comment, K::None, V::Text},
};
constexpr OptionRule kAlterLogfile[] = {
    {K::Engine, K::None, V::WordOrText},
    {K::Storage, K::Engine, V::WordOrText},
    {K::InitialSize, K::None, V::Size},
    {K::Wait, K::None, V::None, E::Never},
    {K::NoWait, K::None, V::None, E::Never},
};
constexpr OptionRule kServer[] = {
    {K::User, K::None, V::Text, E::Never},
    {K::Host, K::None, V::Text, E::Never},
    {K::Database, K::None, V::Text, E::Never},
    {K::Schema, K::None, V::Text, E::Never},
    {K::Owner, K::None, V::Text, E::Never},
    {K::Password, K::None, V::Text, E::Never},
    {K::Socket, K::None, V::Text, E::Never},
    {K::Port, K::None, V::NumberOrHex, E::Never},
};
constexpr OptionRule kSequence[] = {
    {K::Start, K::With, V::SignedInteger, E::Never},
    {K::Start, K::None, V::SignedInteger},
    {K::Increment, K::By, V::SignedInteger, E::Never},
    {K::Increment, K::None, V::SignedInteger},
    {K::Minvalue, K::None, V::SignedInteger},
    {K::Maxvalue, K::None, V::SignedInteger},
    {K::No, K::Minvalue, V::None, E::Never},
    {K::No, K::Maxvalue, V::None, E::Never},
    {K::Nominvalue, K::None, V::None, E::Never},
    {K::Nomaxvalue, K::None, V::None, E::Never},
    {K::Cache, K::None, V::SignedInteger},
    {K::Nocache, K::None, V::None, E::Never},
    {K::Cycle, K::None, V::None, E::Never},
    {K::Nocycle, K::None, V::None, E::Never},
    {K::Restart, K::With, V::SignedInteger, E::Never},
    {K::Restart, K::None, V::OptionalInteger},
};
constexpr OptionRule kResourceGroup[] = {
    {K::Type, K::None, V::ResourceType},
    {K::Vcpu, K::None, V::CpuList},
    {K::ThreadPriority, K::None, V::SignedInteger},
    {K::Enable, K::None, V::None, E::Never},
    {K::Disable, K::None, V::None, E::Never},
};
constexpr OptionRule kSpatialReference[] = {
    {K::Name, K::None, V::Text, E::Never},
    {K::Definition, K::None, V::Text, E::Never},
    {K::Description, K::None, V::Text, E::Never},
    {K::Organization, K::None, V::Organization, E::Never},
};

// Words of MySQL's grammar alone, in the order of enum Keyword.
constexpr K kPlainInMariaDb[] = {
    K::Absent, K::Active, K::Adddate, K::AllowMissingFiles, K::AnyValue, K::Array,
    K::AssignGtidsToAnonymousTransactions, K::Attribute, K::Authentication, K::AutoRefresh,
    K::AutoRefreshSource, K::Bernoulli, K::BitAnd, K::BitOr, K::BitXor, K::Buckets, K::Bulk, K::Cast,
    K::ChallengeResponse, K::Clone, K::ColumnFormat, K::Component, K::Compression, K::Count,
    K::CumeDist, K::Curdate, K::Curtime, K::DateAdd, K::DateSub, K::DefaultAuth, K::Definition,
    K::DenseRank, K::Description, K::Duality, K::Encryption, K::Enforced, K::EngineAttribute,
    K::External, K::ExternalFormat, K::Extract, K::Factor, K::FailedLoginAttempts, K::Files,
    K::FileBlockSize, K::FileFormat, K::FileName, K::FilePattern, K::FilePrefix, K::Filter, K::Finish,
    K::FirstValue, K::Generate, K::Geomcollection, K::Geometry, K::Geometrycollection,
    K::GetSourcePublicKey, K::Grouping, K::Groups, K::GroupConcat, K::GroupReplication, K::Gtids,
    K::GtidOnly, K::Guided, K::Header, K::Histogram, K::Inactive, K::Initial, K::Initiate, K::Instance,
    K::IoAfterGtids, K::IoBeforeGtids, K::JsonArrayagg, K::JsonDualityObject, K::JsonObjectagg, K::JsonValue, K::Keyring,
    K::Lag, K::Lateral, K::Lead, K::Library, K::Linestring, K::Log, K::Manual, K::Masking,
    K::MasterBind, K::Materialized, K::Max, K::Median, K::Member, K::Mid, K::Min, K::Multilinestring,
    K::Multipoint, K::Multipolygon, K::Ndb, K::Ndbcluster, K::NetworkNamespace, K::New, K::Now,
    K::NthValue, K::Ntile, K::Nulls, K::Off, K::Oj, K::Old, K::OptimizerCosts, K::Optional,
    K::Organization, K::Parallel, K::Parameters, K::ParseTree, K::PasswordLockTime, K::PercentileCont,
    K::PercentileDisc, K::PercentRank, K::Persist, K::PersistOnly, K::PluginDir, K::Point, K::Policy,
    K::Polygon, K::Position, K::PrivilegeChecksUser, K::Qualify, K::Random, K::Rank, K::Redo,
    K::Reference, K::Registration, K::Relational, K::ReplicateDoDb, K::ReplicateDoTable,
    K::ReplicateIgnoreDb, K::ReplicateIgnoreTable, K::ReplicateRewriteDb, K::ReplicateWildDoTable,
    K::ReplicateWildIgnoreTable, K::RequireRowFormat, K::RequireTablePrimaryKeyCheck, K::Resource,
    K::Respect, K::Retain, K::Roles, K::Rotate, K::S3, K::Secondary, K::SecondaryEngine,
    K::SecondaryEngineAttribute, K::SecondaryLoad, K::SecondaryUnload, K::SessionUser, K::Sets,
    K::SourceAutoPosition, K::SourceBind, K::SourceCompressionAlgorithms,
    K::SourceConnectionAutoFailover, K::SourceConnectRetry, K::SourceDelay, K::SourceHeartbeatPeriod,
    K::SourceHost, K::SourceLogFile, K::SourceLogPos, K::SourcePassword, K::SourcePort,
    K::SourcePublicKeyPath, K::SourceRetryCount, K::SourceSsl, K::SourceSslCa, K::SourceSslCapath,
    K::SourceSslCert, K::SourceSslCipher, K::SourceSslCrl, K::SourceSslCrlpath, K::SourceSslKey,
    K::SourceSslVerifyServerCert, K::SourceTlsCiphersuites, K::SourceTlsVersion, K::SourceUser,
    K::SourceZstdCompressionLevel, K::SqlAfterGtids, K::SqlAfterMtsGaps, K::SqlBeforeGtids, K::Srid,
    K::Stacked, K::Statistics, K::Std, K::Stddev, K::StddevPop, K::StddevSamp, K::Stream, K::StrictLoad,
    K::StCollect, K::Subdate, K::Substr, K::Substring, K::Sum, K::SystemUser, K::Tablesample,
    K::ThreadPriority, K::Tls, K::Trim, K::Types, K::Unregister, K::Uri, K::Url, K::Validate,
    K::Validation, K::Variance, K::VarPop, K::VarSamp, K::Vcpu, K::Vector, K::VerifyKeyConstraints,
    K::Xid, K::Zone,
};
// clang-format on

}  // namespace

constinit const OptionRules kTableOptions = kTable;
constinit const OptionRules kPartitionOptions = kPartition;
constinit const OptionRules kIndexOptions = kIndex;
constinit const OptionRules kDatabaseOptions = kDatabase;
constinit const OptionRules kCreateTablespaceOptions = kCreateTablespace;
constinit const OptionRules kAlterTablespaceOptions = kAlterTablespace;
constinit const OptionRules kUndoTablespaceOptions = kUndoTablespace;
constinit const OptionRules kDropTablespaceOptions = kDropTablespace;
constinit const OptionRules kCreateLogfileOptions = kCreateLogfile;
constinit const OptionRules kAlterLogfileOptions = kAlterLogfile;
constinit const OptionRules kServerOptions = kServer;
constinit const OptionRules kSequenceOptions = kSequence;
constinit const OptionRules kResourceGroupOptions = kResourceGroup;
constinit const OptionRules kSpatialReferenceOptions = kSpatialReference;

bool is_mariadb_word(Keyword keyword) noexcept {
  static_assert(std::ranges::is_sorted(kPlainInMariaDb));
  return keyword != Keyword::None && !std::ranges::binary_search(kPlainInMariaDb, keyword);
}

}  // namespace mallshard::sqlparse
