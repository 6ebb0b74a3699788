#include "sqlparse/digest_words.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace mallshard::sqlparse {

namespace {

using K = Keyword;

struct Synonym {
  Keyword word;
  Keyword shown;
};

// All of this was asked of live servers (MySQL 9.7, MariaDB 10.11), word by
// word; what is not listed is a keyword and shows as itself.

// clang-format off
constexpr Synonym kSynonyms[] = {
    {K::Any, K::Some}, {K::Columns, K::Fields}, {K::Day, K::SqlTsiDay}, {K::Hour, K::SqlTsiHour},
    {K::IoThread, K::RelayThread}, {K::Minute, K::SqlTsiMinute}, {K::Month, K::SqlTsiMonth},
    {K::Quarter, K::SqlTsiQuarter}, {K::Second, K::SqlTsiSecond}, {K::SqlTsiWeek, K::Week},
    {K::SqlTsiYear, K::Year}, {K::User, K::SystemUser}, {K::SessionUser, K::SystemUser},
    {K::Distinct, K::Distinctrow}, {K::Regexp, K::Rlike}, {K::Char, K::Character},
    {K::Varchar, K::Varcharacter}, {K::CurrentTimestamp, K::Now}, {K::CurrentDate, K::Curdate}, {K::CurrentTime, K::Curtime}, {K::Localtime, K::Now},
    {K::Localtimestamp, K::Now}, {K::Database, K::Schema}, {K::Databases, K::Schemas},
    {K::Mid, K::Substring}, {K::Substr, K::Substring}, {K::Std, K::StddevPop}, {K::Stddev, K::StddevPop},
    {K::Variance, K::VarPop}, {K::Describe, K::Explain}, {K::Int, K::Integer}, {K::Int4, K::Integer},
    {K::Int1, K::Tinyint}, {K::Int2, K::Smallint}, {K::Int3, K::Middleint}, {K::Mediumint, K::Middleint},
    {K::Bigint, K::Int8}, {K::Float, K::Float4}, {K::Double, K::Float8}, {K::Dec, K::Decimal},
};
constexpr Synonym kMySqlSynonyms[] = {
    {K::Geomcollection, K::Geometrycollection}, {K::Ndb, K::Ndbcluster},
};
constexpr Synonym kMariaDbSynonyms[] = {
    {K::Replica, K::Slave}, {K::Replicas, K::Slaves}, {K::ReplicaPos, K::SlavePos},
};

// Words that only the other server, or only our own table, knows.
constexpr Keyword kNotInMySql[] = {
    K::AnyValue, K::Atomic, K::Authors, K::Body, K::Checkpoint, K::Clob, K::ColumnAdd, K::ColumnCheck,
    K::ColumnCreate, K::ColumnDelete, K::ColumnGet, K::Contributors, K::CurrentPos, K::CurrentRole,
    K::Cycle, K::DeleteDomainId, K::DesKeyFile, K::DoDomainIds, K::Elsif, K::Examined, K::Exception,
    K::Federated, K::Goto, K::Hard, K::Id, K::Ignored, K::IgnoreDomainIds, K::Immediate, K::Increment,
    K::Isopen, K::Lastval, K::MasterBind, K::MasterConnectRetry, K::MasterDelay,
    K::MasterDemoteToReplica, K::MasterDemoteToSlave, K::MasterGtidPos, K::MasterHeartbeatPeriod,
    K::MasterHost, K::MasterLogFile, K::MasterLogPos, K::MasterPassword, K::MasterPort,
    K::MasterServerId, K::MasterSsl, K::MasterSslCa, K::MasterSslCapath, K::MasterSslCert,
    K::MasterSslCipher, K::MasterSslCrl, K::MasterSslCrlpath, K::MasterSslKey,
    K::MasterSslVerifyServerCert, K::MasterUser, K::MasterUseGtid, K::MaxStatementTime, K::Median,
    K::Minus, K::Minvalue, K::Monitor, K::Mysql, K::Nextval, K::Nocache, K::Nocycle, K::Nomaxvalue,
    K::Nominvalue, K::Notfound, K::OldPassword, K::Online, K::Overlaps, K::Package, K::PageChecksum,
    K::ParseVcolExpr, K::PercentileCont, K::PercentileDisc, K::Period, K::Persistent, K::Portion,
    K::Previous, K::Raise, K::Raw, K::Redo, K::Redofile, K::RefSystemId, K::Replay, K::ReplicaPos,
    K::Roles, K::Rowcount, K::Rownum, K::Rowtype, K::Sequence, K::Setval, K::Slaves, K::SlavePos,
    K::Soft, K::SqlCache, K::Stage, K::Statement, K::Statistics, K::SystemTime, K::Threads,
    K::Transactional, K::Varchar2, K::Versioning, K::Via, K::Within,
};
constexpr Keyword kNotInMariaDb[] = {
    K::Absent, K::Active, K::AllowMissingFiles, K::AnyValue, K::Array,
    K::AssignGtidsToAnonymousTransactions, K::Attribute, K::Authentication, K::AutoRefresh,
    K::AutoRefreshSource, K::Bernoulli, K::Buckets, K::Bulk, K::ChallengeResponse, K::Clone,
    K::ColumnFormat, K::Component, K::Compression, K::DefaultAuth, K::Definition, K::Description,
    K::Duality, K::Encryption, K::Enforced, K::EngineAttribute, K::External, K::ExternalFormat,
    K::Factor, K::FailedLoginAttempts, K::Files, K::FileBlockSize, K::FileFormat, K::FileName,
    K::FilePattern, K::FilePrefix, K::Filter, K::Finish, K::Generate, K::Geomcollection, K::Geometry,
    K::Geometrycollection, K::GetSourcePublicKey, K::Grouping, K::Groups, K::GroupReplication, K::Gtids,
    K::GtidOnly, K::Guided, K::Header, K::Histogram, K::Inactive, K::Initial, K::Initiate, K::Instance,
    K::IoAfterGtids, K::IoBeforeGtids, K::JsonDualityObject, K::JsonValue, K::Keyring, K::Lateral, K::Library, K::Linestring,
    K::Log, K::Manual, K::Masking, K::MasterBind, K::Materialized, K::Member, K::Multilinestring,
    K::Multipoint, K::Multipolygon, K::Ndb, K::Ndbcluster, K::NetworkNamespace, K::New, K::Nulls, K::Off,
    K::Oj, K::Old, K::OptimizerCosts, K::Optional, K::Organization, K::Parallel, K::Parameters,
    K::ParseTree, K::PasswordLockTime, K::Persist, K::PersistOnly, K::PluginDir, K::Point, K::Policy,
    K::Polygon, K::PrivilegeChecksUser, K::Qualify, K::Random, K::Redo, K::Reference, K::Registration,
    K::Relational, K::ReplicateDoDb, K::ReplicateDoTable, K::ReplicateIgnoreDb, K::ReplicateIgnoreTable,
    K::ReplicateRewriteDb, K::ReplicateWildDoTable, K::ReplicateWildIgnoreTable, K::RequireRowFormat,
    K::RequireTablePrimaryKeyCheck, K::Resource, K::Respect, K::Retain, K::Roles, K::Rotate, K::S3,
    K::Secondary, K::SecondaryEngine, K::SecondaryEngineAttribute, K::SecondaryLoad, K::SecondaryUnload,
    K::Sets, K::SourceAutoPosition, K::SourceBind, K::SourceCompressionAlgorithms,
    K::SourceConnectionAutoFailover, K::SourceConnectRetry, K::SourceDelay, K::SourceHeartbeatPeriod,
    K::SourceHost, K::SourceLogFile, K::SourceLogPos, K::SourcePassword, K::SourcePort,
    K::SourcePublicKeyPath, K::SourceRetryCount, K::SourceSsl, K::SourceSslCa, K::SourceSslCapath,
    K::SourceSslCert, K::SourceSslCipher, K::SourceSslCrl, K::SourceSslCrlpath, K::SourceSslKey,
    K::SourceSslVerifyServerCert, K::SourceTlsCiphersuites, K::SourceTlsVersion, K::SourceUser,
    K::SourceZstdCompressionLevel, K::SqlAfterGtids, K::SqlAfterMtsGaps, K::SqlBeforeGtids, K::Srid,
    K::Stacked, K::Statistics, K::Stream, K::StrictLoad, K::StCollect, K::Tablesample, K::ThreadPriority,
    K::Tls, K::Types, K::Unregister, K::Uri, K::Url, K::Validate, K::Validation, K::Vcpu, K::Vector,
    K::VerifyKeyConstraints, K::Xid, K::Zone,
};

// Keywords only right before a parenthesis.
constexpr Keyword kMySqlFunctions[] = {
    K::Adddate, K::BitAnd, K::BitOr, K::BitXor, K::Cast, K::Count, K::Curdate, K::Curtime, K::DateAdd,
    K::DateSub, K::Extract, K::GroupConcat, K::JsonArrayagg, K::JsonDualityObject, K::JsonObjectagg,
    K::Max, K::Mid, K::Min,
    K::Now, K::Position, K::SessionUser, K::Std, K::Stddev, K::StddevPop, K::StddevSamp, K::StCollect,
    K::Subdate, K::Substr, K::Substring, K::Sum, K::Sysdate, K::SystemUser, K::Trim, K::Variance,
    K::VarPop, K::VarSamp,
};
constexpr Keyword kMariaDbFunctions[] = {
    K::Adddate, K::BitAnd, K::BitOr, K::BitXor, K::Cast, K::Count, K::CumeDist, K::Curdate, K::Curtime,
    K::DateAdd, K::DateSub, K::DenseRank, K::Extract, K::FirstValue, K::GroupConcat, K::JsonArrayagg,
    K::JsonObjectagg, K::Lag, K::Lead, K::Max, K::Median, K::Mid, K::Min, K::Now, K::NthValue, K::Ntile,
    K::PercentileCont, K::PercentileDisc, K::PercentRank, K::Position, K::Rank, K::SessionUser, K::Std,
    K::Stddev, K::StddevPop, K::StddevSamp, K::Subdate, K::Substr, K::Substring, K::Sum, K::SystemUser,
    K::Trim, K::Variance, K::VarPop, K::VarSamp,
};
// clang-format on

// What each word shows as, by itself and before a parenthesis.
struct Words {
  std::array<Keyword, kKeywordCount + 1> alone{};
  std::array<Keyword, kKeywordCount + 1> called{};
};

constexpr std::size_t index_of(Keyword keyword) {
  return static_cast<std::uint16_t>(keyword);
}

constexpr Words make_words(std::span<const Synonym> synonyms, std::span<const Keyword> absent,
                           std::span<const Keyword> functions) {
  Words words;
  for (std::size_t i = 0; i <= kKeywordCount; ++i) words.called[i] = static_cast<Keyword>(i);
  for (const Synonym& synonym : kSynonyms) words.called[index_of(synonym.word)] = synonym.shown;
  for (const Synonym& synonym : synonyms) words.called[index_of(synonym.word)] = synonym.shown;
  for (const Keyword keyword : absent) words.called[index_of(keyword)] = Keyword::None;
  words.alone = words.called;
  for (const Keyword keyword : functions) words.alone[index_of(keyword)] = Keyword::None;
  return words;
}

constexpr Words kMySql = make_words(kMySqlSynonyms, kNotInMySql, kMySqlFunctions);
constexpr Words kMariaDb = make_words(kMariaDbSynonyms, kNotInMariaDb, kMariaDbFunctions);

}  // namespace

Keyword digest_word(Keyword keyword, Flavour flavour, bool called) noexcept {
  const Words& words = flavour == Flavour::MySQL ? kMySql : kMariaDb;
  return (called ? words.called : words.alone)[index_of(keyword)];
}

}  // namespace mallshard::sqlparse
