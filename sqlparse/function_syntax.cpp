#include "sqlparse/function_syntax.h"

#include <array>
#include <cstddef>

namespace mallshard::sqlparse {

namespace {

constexpr std::uint8_t kMany = FunctionSyntax::kAnyNumber;

struct KeywordSyntax {
  Keyword keyword;
  FunctionSyntax syntax;
};

using enum CallSyntax;

constexpr FunctionSyntax plain(std::uint8_t least, std::uint8_t most) {
  return {Plain, least, most, false};
}
constexpr FunctionSyntax word(CallSyntax syntax) {
  return {syntax, 0, kMany, false};
}
constexpr FunctionSyntax adjacent(CallSyntax syntax) {
  return {syntax, 0, kMany, true};
}

// Alike on both servers.
constexpr KeywordSyntax kBoth[] = {
    // clang-format off
    {Keyword::Adddate, adjacent(AddDate)}, {Keyword::Ascii, plain(1, 1)}, {Keyword::Avg, word(DistinctAggregate)},
    {Keyword::BitAnd, adjacent(Aggregate)}, {Keyword::BitOr, adjacent(Aggregate)},
    {Keyword::BitXor, adjacent(Aggregate)}, {Keyword::Cast, adjacent(Cast)}, {Keyword::Char, word(Char)},
    {Keyword::Character, word(Char)}, {Keyword::Charset, plain(1, 1)}, {Keyword::Convert, word(Convert)},
    {Keyword::Count, adjacent(Count)}, {Keyword::Curdate, adjacent(NoArguments)},
    {Keyword::CurrentDate, word(NoArguments)}, {Keyword::CurrentTime, word(Moment)},
    {Keyword::CurrentTimestamp, word(Moment)}, {Keyword::CurrentUser, word(NoArguments)},
    {Keyword::Curtime, adjacent(Moment)}, {Keyword::Date, plain(1, 1)}, {Keyword::DateAdd, adjacent(DateAdd)},
    {Keyword::DateSub, adjacent(DateAdd)}, {Keyword::Day, plain(1, 1)}, {Keyword::Default, word(Default)},
    {Keyword::Exists, word(Exists)}, {Keyword::Extract, adjacent(Extract)}, {Keyword::GetFormat, word(GetFormat)},
    {Keyword::GroupConcat, adjacent(GroupConcat)}, {Keyword::Hour, plain(1, 1)}, {Keyword::If, plain(3, 3)},
    {Keyword::Insert, plain(4, 4)}, {Keyword::Interval, word(Interval)},
    {Keyword::JsonArrayagg, adjacent(JsonArrayAgg)}, {Keyword::JsonObjectagg, adjacent(JsonObjectAgg)},
    {Keyword::LastValue, word(LastValue)}, {Keyword::Left, plain(2, 2)}, {Keyword::Localtime, word(Moment)},
    {Keyword::Localtimestamp, word(Moment)}, {Keyword::Match, word(Match)},
    {Keyword::Max, adjacent(DistinctAggregate)}, {Keyword::Mid, adjacent(Substring)},
    {Keyword::Min, adjacent(DistinctAggregate)}, {Keyword::Minute, plain(1, 1)}, {Keyword::Mod, plain(2, 2)},
    {Keyword::Month, plain(1, 1)}, {Keyword::Now, adjacent(Moment)}, {Keyword::Position, adjacent(Position)},
    {Keyword::Repeat, plain(2, 2)}, {Keyword::Replace, plain(3, 3)}, {Keyword::Right, plain(2, 2)},
    {Keyword::Row, word(Row)}, {Keyword::RowNumber, word(Rank)}, {Keyword::Second, plain(1, 1)},
    {Keyword::SessionUser, adjacent(NoArguments)}, {Keyword::SqlTsiDay, plain(1, 1)},
    {Keyword::SqlTsiHour, plain(1, 1)}, {Keyword::SqlTsiMinute, plain(1, 1)}, {Keyword::SqlTsiMonth, plain(1, 1)},
    {Keyword::SqlTsiSecond, plain(1, 1)}, {Keyword::SqlTsiYear, plain(1, 1)}, {Keyword::Std, adjacent(Aggregate)},
    {Keyword::Stddev, adjacent(Aggregate)}, {Keyword::StddevPop, adjacent(Aggregate)},
    {Keyword::StddevSamp, adjacent(Aggregate)}, {Keyword::Subdate, adjacent(AddDate)},
    {Keyword::Substr, adjacent(Substring)}, {Keyword::Substring, adjacent(Substring)},
    {Keyword::Sum, adjacent(DistinctAggregate)}, {Keyword::SystemUser, adjacent(NoArguments)},
    {Keyword::Time, plain(1, 1)}, {Keyword::Timestamp, plain(1, 2)}, {Keyword::Timestampadd, word(TimestampUnit)},
    {Keyword::Timestampdiff, word(TimestampUnit)}, {Keyword::Trim, adjacent(Trim)},
    {Keyword::Truncate, plain(2, 2)}, {Keyword::User, word(NoArguments)}, {Keyword::UtcDate, word(NoArguments)},
    {Keyword::UtcTime, word(Moment)}, {Keyword::UtcTimestamp, word(Moment)}, {Keyword::Values, word(ValuesColumn)},
    {Keyword::VarPop, adjacent(Aggregate)}, {Keyword::VarSamp, adjacent(Aggregate)},
    {Keyword::Variance, adjacent(Aggregate)}, {Keyword::WeightString, word(WeightString)},
    {Keyword::Year, plain(1, 1)},
    // clang-format on
};

constexpr KeywordSyntax kMySql[] = {
    // clang-format off
    {Keyword::Coalesce, plain(1, kMany)}, {Keyword::Collation, plain(1, 1)}, {Keyword::CumeDist, word(Rank)},
    {Keyword::Database, plain(0, 0)}, {Keyword::DenseRank, word(Rank)}, {Keyword::FirstValue, word(FirstValue)},
    {Keyword::Format, plain(2, 3)}, {Keyword::Geomcollection, plain(0, kMany)},
    {Keyword::Geometrycollection, plain(0, kMany)}, {Keyword::Grouping, plain(1, kMany)},
    {Keyword::JsonDualityObject, adjacent(JsonDuality)},
    {Keyword::JsonValue, word(JsonValue)}, {Keyword::Lag, word(LeadLag)}, {Keyword::Lead, word(LeadLag)},
    {Keyword::Linestring, plain(1, kMany)}, {Keyword::Log, plain(1, 2)}, {Keyword::Microsecond, plain(1, 1)},
    {Keyword::Multilinestring, plain(1, kMany)}, {Keyword::Multipoint, plain(1, kMany)},
    {Keyword::Multipolygon, plain(1, kMany)}, {Keyword::NthValue, word(NthValue)}, {Keyword::Ntile, word(Ntile)},
    {Keyword::PercentRank, word(Rank)}, {Keyword::Point, plain(2, 2)}, {Keyword::Polygon, plain(1, kMany)},
    {Keyword::Quarter, plain(1, 1)}, {Keyword::Rank, word(Rank)}, {Keyword::Reverse, plain(1, 1)},
    {Keyword::RowCount, plain(0, 0)}, {Keyword::Schema, plain(0, 0)}, {Keyword::SqlTsiQuarter, plain(1, 1)},
    {Keyword::SqlTsiWeek, plain(1, 2)}, {Keyword::StCollect, adjacent(DistinctAggregate)},
    {Keyword::Sysdate, adjacent(Moment)}, {Keyword::Week, plain(1, 2)},
    // clang-format on
};

// Words of MariaDB's grammar only, which MySQL takes for names.
constexpr Keyword kUnknownToMySql[] = {
    // clang-format off
    Keyword::AnyValue, Keyword::Atomic, Keyword::Authors, Keyword::Body, Keyword::Checkpoint, Keyword::Clob,
    Keyword::ColumnAdd, Keyword::ColumnCheck, Keyword::ColumnCreate, Keyword::ColumnDelete, Keyword::ColumnGet,
    Keyword::Contributors, Keyword::CurrentPos, Keyword::CurrentRole, Keyword::Cycle, Keyword::DeleteDomainId,
    Keyword::DesKeyFile, Keyword::DoDomainIds, Keyword::Elsif, Keyword::Examined, Keyword::Exception,
    Keyword::Federated, Keyword::Goto, Keyword::Hard, Keyword::Id, Keyword::Ignored, Keyword::IgnoreDomainIds,
    Keyword::Immediate, Keyword::Increment, Keyword::Isopen, Keyword::Lastval, Keyword::MasterBind,
    Keyword::MasterConnectRetry, Keyword::MasterDelay, Keyword::MasterDemoteToReplica,
    Keyword::MasterDemoteToSlave, Keyword::MasterGtidPos, Keyword::MasterHeartbeatPeriod, Keyword::MasterHost,
    Keyword::MasterLogFile, Keyword::MasterLogPos, Keyword::MasterPassword, Keyword::MasterPort,
    Keyword::MasterServerId, Keyword::MasterSsl, Keyword::MasterSslCa, Keyword::MasterSslCapath,
    Keyword::MasterSslCert, Keyword::MasterSslCipher, Keyword::MasterSslCrl, Keyword::MasterSslCrlpath,
    Keyword::MasterSslKey, Keyword::MasterSslVerifyServerCert, Keyword::MasterUser, Keyword::MasterUseGtid,
    Keyword::MaxStatementTime, Keyword::Median, Keyword::Minus, Keyword::Minvalue, Keyword::Monitor,
    Keyword::Mysql, Keyword::Nextval, Keyword::Nocache, Keyword::Nocycle, Keyword::Nomaxvalue,
    Keyword::Nominvalue, Keyword::Notfound, Keyword::OldPassword, Keyword::Online, Keyword::Overlaps,
    Keyword::Package, Keyword::PageChecksum, Keyword::ParseVcolExpr, Keyword::PercentileCont,
    Keyword::PercentileDisc, Keyword::Period, Keyword::Persistent, Keyword::Portion, Keyword::Previous,
    Keyword::Raise, Keyword::Raw, Keyword::Redo, Keyword::Redofile, Keyword::RefSystemId, Keyword::Replay,
    Keyword::ReplicaPos, Keyword::Roles, Keyword::Rowcount, Keyword::Rownum, Keyword::Rowtype, Keyword::Sequence,
    Keyword::Setval, Keyword::Slaves, Keyword::SlavePos, Keyword::Soft, Keyword::SqlCache, Keyword::Stage,
    Keyword::Statement, Keyword::Statistics, Keyword::SystemTime, Keyword::Threads, Keyword::Transactional,
    Keyword::Varchar2, Keyword::Versioning, Keyword::Via, Keyword::Within,
    // clang-format on
};

constexpr KeywordSyntax kMariaDb[] = {
    // clang-format off
    {Keyword::ColumnAdd, word(ColumnAdd)}, {Keyword::ColumnCreate, word(ColumnCreate)},
    {Keyword::ColumnDelete, plain(2, kMany)}, {Keyword::ColumnGet, word(ColumnGet)},
    {Keyword::Contains, plain(0, kMany)}, {Keyword::CumeDist, adjacent(Rank)},
    {Keyword::CurrentRole, word(NoArguments)}, {Keyword::DenseRank, adjacent(Rank)},
    {Keyword::FirstValue, adjacent(FirstValue)}, {Keyword::Lag, adjacent(LeadLag)},
    {Keyword::Lastval, word(Sequence)}, {Keyword::Lead, adjacent(LeadLag)}, {Keyword::Median, adjacent(Median)},
    {Keyword::Nextval, word(Sequence)}, {Keyword::NthValue, adjacent(NthValue)},
    {Keyword::Ntile, adjacent(Ntile)}, {Keyword::Overlaps, plain(0, kMany)}, {Keyword::Password, plain(1, 1)},
    {Keyword::PercentileCont, adjacent(Percentile)}, {Keyword::PercentileDisc, adjacent(Percentile)},
    {Keyword::PercentRank, adjacent(Rank)}, {Keyword::Rank, adjacent(Rank)}, {Keyword::Rownum, plain(0, 0)},
    {Keyword::Setval, word(SetVal)}, {Keyword::Sysdate, word(Moment)}, {Keyword::Value, word(ValuesColumn)},
    {Keyword::Within, plain(0, kMany)},
    // clang-format on
};

// Unreserved words of MariaDB's grammar that are no function's name.
constexpr Keyword kNotCallableInMariaDb[] = {
    // clang-format off
    Keyword::Any, Keyword::Backup, Keyword::Begin, Keyword::Binlog, Keyword::Bit, Keyword::Bool, Keyword::Boolean,
    Keyword::Byte, Keyword::Cache, Keyword::Checkpoint, Keyword::Checksum, Keyword::Clob, Keyword::Close,
    Keyword::Code, Keyword::Comment, Keyword::Commit, Keyword::Compressed, Keyword::Datetime, Keyword::Deallocate,
    Keyword::Do, Keyword::End, Keyword::Enum, Keyword::Examined, Keyword::Exclude, Keyword::Execute,
    Keyword::Fixed, Keyword::Flush, Keyword::Following, Keyword::Follows, Keyword::Function, Keyword::Get,
    Keyword::Global, Keyword::Handler, Keyword::Help, Keyword::Host, Keyword::Id, Keyword::Ignored,
    Keyword::Install, Keyword::Json, Keyword::Language, Keyword::Local, Keyword::Medium, Keyword::Names,
    Keyword::National, Keyword::Nchar, Keyword::No, Keyword::Number, Keyword::Nvarchar, Keyword::Open,
    Keyword::Option, Keyword::Options, Keyword::Others, Keyword::Owner, Keyword::Parser, Keyword::Period,
    Keyword::Port, Keyword::Precedes, Keyword::Preceding, Keyword::Prepare, Keyword::Raw, Keyword::Remove,
    Keyword::Repair, Keyword::Replica, Keyword::Replicas, Keyword::Reset, Keyword::Restore, Keyword::Role,
    Keyword::Rollback, Keyword::Savepoint, Keyword::Security, Keyword::Serial, Keyword::Server, Keyword::Session,
    Keyword::Shutdown, Keyword::Signed, Keyword::Slave, Keyword::Slaves, Keyword::Socket, Keyword::Some,
    Keyword::Soname, Keyword::Sounds, Keyword::Start, Keyword::Stop, Keyword::Stored, Keyword::Text,
    Keyword::Ties, Keyword::Unbounded, Keyword::Unicode, Keyword::Uninstall, Keyword::Upgrade, Keyword::Varchar2,
    Keyword::Window, Keyword::Wrapper, Keyword::Xa,
    // clang-format on
};

using SyntaxTable = std::array<FunctionSyntax, kKeywordCount + 1>;

constexpr void fill(SyntaxTable& table, const auto& rows) {
  for (const KeywordSyntax& row : rows) table[static_cast<std::size_t>(row.keyword)] = row.syntax;
}
constexpr void fill_each(SyntaxTable& table, const auto& keywords, CallSyntax syntax) {
  for (const Keyword keyword : keywords) table[static_cast<std::size_t>(keyword)] = word(syntax);
}

constexpr SyntaxTable make_mysql() {
  SyntaxTable table;
  table.fill(word(NotCallable));
  table[0] = word(Generic);
  fill_each(table, kUnknownToMySql, Generic);
  fill(table, kBoth);
  fill(table, kMySql);
  return table;
}

// Reserved words are left Generic here where no row names them: a caller asks
// for them only when it already knows that they are none.
constexpr SyntaxTable make_mariadb() {
  SyntaxTable table;
  table.fill(word(Generic));
  fill_each(table, kNotCallableInMariaDb, NotCallable);
  fill(table, kBoth);
  fill(table, kMariaDb);
  return table;
}

constexpr SyntaxTable kMySqlTable = make_mysql();
constexpr SyntaxTable kMariaDbTable = make_mariadb();

}  // namespace

const FunctionSyntax& function_syntax(Keyword keyword, Flavour flavour) noexcept {
  const SyntaxTable& table = flavour == Flavour::MySQL ? kMySqlTable : kMariaDbTable;
  return table[static_cast<std::size_t>(keyword)];
}

}  // namespace mallshard::sqlparse
