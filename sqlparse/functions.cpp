// Built-in functions of MySQL 5.7 to 9.x and MariaDB 10.5 to 11.x, by name.
#include "sqlparse/functions.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <string_view>

namespace mallshard::sqlparse {

namespace {

struct FunctionRow {
  std::string_view name;
  FunctionNature nature;
};

using enum FunctionNature;

// Sorted by name.
constexpr FunctionRow kFunctions[] = {
    // clang-format off
    {"abs", Pure}, {"acos", Pure}, {"add_months", Pure}, {"adddate", Pure}, {"addtime", Pure},
    {"aes_decrypt", Pure}, {"aes_encrypt", Pure}, {"any_value", Pure}, {"area", Pure}, {"asbinary", Pure},
    {"ascii", Pure}, {"asin", Pure}, {"astext", Pure}, {"aswkb", Pure}, {"aswkt", Pure},
    {"asynchronous_connection_failover_add_source", SideEffect},
    {"asynchronous_connection_failover_delete_source", SideEffect}, {"atan", Pure}, {"atan2", Pure},
    {"avg", Aggregate}, {"benchmark", SideEffect}, {"bin", Pure}, {"bin_to_uuid", Pure},
    {"binlog_gtid_pos", SessionInfo}, {"bit_and", Aggregate}, {"bit_count", Pure}, {"bit_length", Pure},
    {"bit_or", Aggregate}, {"bit_xor", Aggregate}, {"boundary", Pure}, {"buffer", Pure}, {"cast", Pure},
    {"ceil", Pure}, {"ceiling", Pure}, {"centroid", Pure}, {"char", Pure}, {"char_length", Pure},
    {"character_length", Pure}, {"charset", Pure}, {"chr", Pure}, {"coalesce", Pure},
    {"coercibility", Pure}, {"collation", Pure}, {"column_add", Pure}, {"column_check", Pure},
    {"column_create", Pure}, {"column_delete", Pure}, {"column_exists", Pure}, {"column_get", Pure},
    {"column_json", Pure}, {"column_list", Pure}, {"compress", Pure}, {"concat", Pure},
    {"concat_operator_oracle", Pure}, {"concat_ws", Pure}, {"connection_id", SessionInfo},
    {"contains", Pure}, {"conv", Pure}, {"convert", Pure}, {"convert_tz", Pure}, {"convexhull", Pure},
    {"cos", Pure}, {"cot", Pure}, {"count", Aggregate}, {"crc32", Pure}, {"crc32c", Pure},
    {"crosses", Pure}, {"cume_dist", Window}, {"curdate", Clock}, {"current_date", Clock},
    {"current_role", SessionInfo}, {"current_time", Clock}, {"current_timestamp", Clock},
    {"current_user", SessionInfo}, {"curtime", Clock}, {"database", SessionInfo}, {"date", Pure},
    {"date_add", Pure}, {"date_format", Pure}, {"date_sub", Pure}, {"datediff", Pure}, {"day", Pure},
    {"dayname", Pure}, {"dayofmonth", Pure}, {"dayofweek", Pure}, {"dayofyear", Pure}, {"decode", Pure},
    {"decode_histogram", Pure}, {"decode_oracle", Pure}, {"degrees", Pure}, {"dense_rank", Window},
    {"des_decrypt", Pure}, {"des_encrypt", Pure}, {"dimension", Pure}, {"disjoint", Pure}, {"elt", Pure},
    {"encode", Pure}, {"encrypt", Pure}, {"endpoint", Pure}, {"envelope", Pure}, {"equals", Pure},
    {"exp", Pure}, {"export_set", Pure}, {"exteriorring", Pure}, {"extract", Pure}, {"extractvalue", Pure},
    {"field", Pure}, {"find_in_set", Pure}, {"first_value", Window}, {"floor", Pure}, {"format", Pure},
    {"format_bytes", Pure}, {"format_pico_time", Pure}, {"found_rows", SessionResult},
    {"from_base64", Pure}, {"from_days", Pure}, {"from_unixtime", Pure}, {"from_vector", Pure},
    {"geomcollection", Pure}, {"geomcollfromtext", Pure}, {"geomcollfromwkb", Pure},
    {"geometrycollection", Pure}, {"geometrycollectionfromtext", Pure}, {"geometrycollectionfromwkb", Pure},
    {"geometryfromtext", Pure}, {"geometryfromwkb", Pure}, {"geometryn", Pure}, {"geometrytype", Pure},
    {"geomfromtext", Pure}, {"geomfromwkb", Pure}, {"get_format", Pure}, {"get_lock", UserLock},
    {"glength", Pure}, {"greatest", Pure}, {"group_concat", Aggregate},
    {"group_replication_set_as_primary", SideEffect},
    {"group_replication_switch_to_multi_primary_mode", SideEffect},
    {"group_replication_switch_to_single_primary_mode", SideEffect}, {"grouping", Pure},
    {"gtid_subset", Pure}, {"gtid_subtract", Pure}, {"hex", Pure}, {"hour", Pure},
    {"icu_version", SessionInfo}, {"if", Pure}, {"ifnull", Pure}, {"inet6_aton", Pure},
    {"inet6_ntoa", Pure}, {"inet_aton", Pure}, {"inet_ntoa", Pure}, {"insert", Pure}, {"instr", Pure},
    {"interiorringn", Pure}, {"intersects", Pure}, {"interval", Pure}, {"is_free_lock", UserLock},
    {"is_ipv4", Pure}, {"is_ipv4_compat", Pure}, {"is_ipv4_mapped", Pure}, {"is_ipv6", Pure},
    {"is_used_lock", UserLock}, {"is_uuid", Pure}, {"isclosed", Pure}, {"isempty", Pure}, {"isnull", Pure},
    {"isring", Pure}, {"issimple", Pure}, {"json_array", Pure}, {"json_array_append", Pure},
    {"json_array_insert", Pure}, {"json_array_intersect", Pure}, {"json_arrayagg", Aggregate},
    {"json_compact", Pure}, {"json_contains", Pure}, {"json_contains_path", Pure}, {"json_depth", Pure},
    {"json_detailed", Pure}, {"json_equals", Pure}, {"json_exists", Pure}, {"json_extract", Pure},
    {"json_insert", Pure}, {"json_keys", Pure}, {"json_length", Pure}, {"json_loose", Pure},
    {"json_merge", Pure}, {"json_merge_patch", Pure}, {"json_merge_preserve", Pure},
    {"json_normalize", Pure}, {"json_object", Pure}, {"json_object_filter_keys", Pure},
    {"json_object_to_array", Pure}, {"json_objectagg", Aggregate}, {"json_overlaps", Pure},
    {"json_pretty", Pure}, {"json_query", Pure}, {"json_quote", Pure}, {"json_remove", Pure},
    {"json_replace", Pure}, {"json_schema_valid", Pure}, {"json_schema_validation_report", Pure},
    {"json_search", Pure}, {"json_set", Pure}, {"json_storage_free", Pure}, {"json_storage_size", Pure},
    {"json_type", Pure}, {"json_unquote", Pure}, {"json_valid", Pure}, {"json_value", Pure}, {"kdf", Pure},
    {"keyring_key_generate", SideEffect}, {"keyring_key_remove", SideEffect},
    {"keyring_key_store", SideEffect}, {"lag", Window}, {"last_day", Pure},
    {"last_insert_id", SessionResult}, {"last_value", Window}, {"lastval", SideEffect}, {"lcase", Pure},
    {"lead", Window}, {"least", Pure}, {"left", Pure}, {"length", Pure}, {"lengthb", Pure},
    {"linefromtext", Pure}, {"linefromwkb", Pure}, {"linestring", Pure}, {"linestringfromtext", Pure},
    {"linestringfromwkb", Pure}, {"ln", Pure}, {"load_file", SideEffect}, {"localtime", Clock},
    {"localtimestamp", Clock}, {"locate", Pure}, {"log", Pure}, {"log10", Pure}, {"log2", Pure},
    {"lower", Pure}, {"lpad", Pure}, {"lpad_oracle", Pure}, {"ltrim", Pure}, {"ltrim_oracle", Pure},
    {"make_set", Pure}, {"makedate", Pure}, {"maketime", Pure}, {"master_gtid_wait", SideEffect},
    {"master_pos_wait", SideEffect}, {"max", Aggregate}, {"mbrcontains", Pure}, {"mbrcoveredby", Pure},
    {"mbrcovers", Pure}, {"mbrdisjoint", Pure}, {"mbrequal", Pure}, {"mbrequals", Pure},
    {"mbrintersects", Pure}, {"mbroverlaps", Pure}, {"mbrtouches", Pure}, {"mbrwithin", Pure},
    {"md5", Pure}, {"median", Window}, {"microsecond", Pure}, {"mid", Pure}, {"min", Aggregate},
    {"minute", Pure}, {"mlinefromtext", Pure}, {"mlinefromwkb", Pure}, {"mod", Pure}, {"month", Pure},
    {"monthname", Pure}, {"months_between", Pure}, {"mpointfromtext", Pure}, {"mpointfromwkb", Pure},
    {"mpolyfromtext", Pure}, {"mpolyfromwkb", Pure}, {"multilinestring", Pure},
    {"multilinestringfromtext", Pure}, {"multilinestringfromwkb", Pure}, {"multipoint", Pure},
    {"multipointfromtext", Pure}, {"multipointfromwkb", Pure}, {"multipolygon", Pure},
    {"multipolygonfromtext", Pure}, {"multipolygonfromwkb", Pure}, {"name_const", Pure},
    {"natural_sort_key", Pure}, {"next", SideEffect}, {"nextval", SideEffect}, {"now", Clock},
    {"nth_value", Window}, {"ntile", Window}, {"nullif", Pure}, {"numgeometries", Pure},
    {"numinteriorrings", Pure}, {"numpoints", Pure}, {"nvl", Pure}, {"nvl2", Pure}, {"oct", Pure},
    {"octet_length", Pure}, {"old_password", Pure}, {"ord", Pure}, {"overlaps", Pure}, {"password", Pure},
    {"percent_rank", Window}, {"percentile_cont", Window}, {"percentile_disc", Window},
    {"period_add", Pure}, {"period_diff", Pure}, {"pi", Pure}, {"point", Pure}, {"pointfromtext", Pure},
    {"pointfromwkb", Pure}, {"pointn", Pure}, {"pointonsurface", Pure}, {"polyfromtext", Pure},
    {"polyfromwkb", Pure}, {"polygon", Pure}, {"polygonfromtext", Pure}, {"polygonfromwkb", Pure},
    {"position", Pure}, {"pow", Pure}, {"power", Pure}, {"previous", SideEffect},
    {"ps_current_thread_id", SessionInfo}, {"ps_thread_id", SessionInfo}, {"quarter", Pure},
    {"quote", Pure}, {"radians", Pure}, {"rand", Random}, {"random_bytes", Random}, {"rank", Window},
    {"regexp_instr", Pure}, {"regexp_like", Pure}, {"regexp_replace", Pure}, {"regexp_substr", Pure},
    {"release_all_locks", UserLock}, {"release_lock", UserLock}, {"repeat", Pure}, {"replace", Pure},
    {"replace_oracle", Pure}, {"reverse", Pure}, {"right", Pure}, {"roles_graphml", SessionInfo},
    {"round", Pure}, {"row_count", SessionResult}, {"row_number", Window}, {"rpad", Pure},
    {"rpad_oracle", Pure}, {"rtrim", Pure}, {"rtrim_oracle", Pure}, {"schema", SessionInfo},
    {"sec_to_time", Pure}, {"second", Pure}, {"session_user", SessionInfo}, {"setval", SideEffect},
    {"sformat", Pure}, {"sha", Pure}, {"sha1", Pure}, {"sha2", Pure}, {"sign", Pure}, {"sin", Pure},
    {"sleep", SideEffect}, {"soundex", Pure}, {"source_pos_wait", SideEffect}, {"space", Pure},
    {"sqrt", Pure}, {"srid", Pure}, {"st_area", Pure}, {"st_asbinary", Pure}, {"st_asgeojson", Pure},
    {"st_astext", Pure}, {"st_aswkb", Pure}, {"st_aswkt", Pure}, {"st_boundary", Pure}, {"st_buffer", Pure},
    {"st_buffer_strategy", Pure}, {"st_centroid", Pure}, {"st_collect", Aggregate}, {"st_contains", Pure},
    {"st_convexhull", Pure}, {"st_crosses", Pure}, {"st_difference", Pure}, {"st_dimension", Pure},
    {"st_disjoint", Pure}, {"st_distance", Pure}, {"st_distance_sphere", Pure}, {"st_endpoint", Pure},
    {"st_envelope", Pure}, {"st_equals", Pure}, {"st_exteriorring", Pure}, {"st_frechetdistance", Pure},
    {"st_geohash", Pure}, {"st_geomcollfromtext", Pure}, {"st_geomcollfromwkb", Pure},
    {"st_geometrycollectionfromtext", Pure}, {"st_geometrycollectionfromwkb", Pure},
    {"st_geometryfromtext", Pure}, {"st_geometryfromwkb", Pure}, {"st_geometryn", Pure},
    {"st_geometrytype", Pure}, {"st_geomfromgeojson", Pure}, {"st_geomfromtext", Pure},
    {"st_geomfromwkb", Pure}, {"st_hausdorffdistance", Pure}, {"st_interiorringn", Pure},
    {"st_intersection", Pure}, {"st_intersects", Pure}, {"st_isclosed", Pure}, {"st_isempty", Pure},
    {"st_isring", Pure}, {"st_issimple", Pure}, {"st_isvalid", Pure}, {"st_latfromgeohash", Pure},
    {"st_latitude", Pure}, {"st_length", Pure}, {"st_linefromtext", Pure}, {"st_linefromwkb", Pure},
    {"st_lineinterpolatepoint", Pure}, {"st_lineinterpolatepoints", Pure}, {"st_linestringfromtext", Pure},
    {"st_linestringfromwkb", Pure}, {"st_longfromgeohash", Pure}, {"st_longitude", Pure},
    {"st_makeenvelope", Pure}, {"st_mlinefromtext", Pure}, {"st_mlinefromwkb", Pure},
    {"st_mpointfromtext", Pure}, {"st_mpointfromwkb", Pure}, {"st_mpolyfromtext", Pure},
    {"st_mpolyfromwkb", Pure}, {"st_multilinestringfromtext", Pure}, {"st_multilinestringfromwkb", Pure},
    {"st_multipointfromtext", Pure}, {"st_multipointfromwkb", Pure}, {"st_multipolygonfromtext", Pure},
    {"st_multipolygonfromwkb", Pure}, {"st_numgeometries", Pure}, {"st_numinteriorring", Pure},
    {"st_numinteriorrings", Pure}, {"st_numpoints", Pure}, {"st_overlaps", Pure},
    {"st_pointatdistance", Pure}, {"st_pointfromgeohash", Pure}, {"st_pointfromtext", Pure},
    {"st_pointfromwkb", Pure}, {"st_pointn", Pure}, {"st_pointonsurface", Pure}, {"st_polyfromtext", Pure},
    {"st_polyfromwkb", Pure}, {"st_polygonfromtext", Pure}, {"st_polygonfromwkb", Pure},
    {"st_relate", Pure}, {"st_simplify", Pure}, {"st_srid", Pure}, {"st_startpoint", Pure},
    {"st_swapxy", Pure}, {"st_symdifference", Pure}, {"st_touches", Pure}, {"st_transform", Pure},
    {"st_union", Pure}, {"st_validate", Pure}, {"st_within", Pure}, {"st_x", Pure}, {"st_y", Pure},
    {"startpoint", Pure}, {"statement_digest", Pure}, {"statement_digest_text", Pure}, {"std", Aggregate},
    {"stddev", Aggregate}, {"stddev_pop", Aggregate}, {"stddev_samp", Aggregate}, {"str_to_date", Pure},
    {"strcmp", Pure}, {"string_to_vector", Pure}, {"subdate", Pure}, {"substr", Pure},
    {"substr_oracle", Pure}, {"substring", Pure}, {"substring_index", Pure}, {"subtime", Pure},
    {"sum", Aggregate}, {"sys_guid", Random}, {"sysdate", Clock}, {"system_user", SessionInfo},
    {"tan", Pure}, {"time", Pure}, {"time_format", Pure}, {"time_to_sec", Pure}, {"timediff", Pure},
    {"timestamp", Pure}, {"timestampadd", Pure}, {"timestampdiff", Pure}, {"to_base64", Pure},
    {"to_char", Pure}, {"to_date", Pure}, {"to_days", Pure}, {"to_seconds", Pure}, {"to_vector", Pure},
    {"touches", Pure}, {"trim", Pure}, {"trim_oracle", Pure}, {"truncate", Pure}, {"ucase", Pure},
    {"uncompress", Pure}, {"uncompressed_length", Pure}, {"unhex", Pure}, {"unix_timestamp", Clock},
    {"updatexml", Pure}, {"upper", Pure}, {"user", SessionInfo}, {"utc_date", Clock}, {"utc_time", Clock},
    {"utc_timestamp", Clock}, {"uuid", Random}, {"uuid_short", Random}, {"uuid_to_bin", Pure},
    {"uuid_v4", Random}, {"uuid_v7", Random}, {"validate_password_strength", Pure}, {"value", Pure},
    {"values", Pure}, {"var_pop", Aggregate}, {"var_samp", Aggregate}, {"variance", Aggregate},
    {"vec_distance", Pure}, {"vec_distance_cosine", Pure}, {"vec_distance_euclidean", Pure},
    {"vec_fromtext", Pure}, {"vec_totext", Pure}, {"vector_dim", Pure}, {"vector_to_string", Pure},
    {"version", SessionInfo}, {"version_tokens_delete", SideEffect}, {"version_tokens_set", SideEffect},
    {"wait_for_executed_gtid_set", SideEffect}, {"wait_until_sql_thread_after_gtids", SideEffect},
    {"week", Pure}, {"weekday", Pure}, {"weekofyear", Pure}, {"weight_string", Pure}, {"within", Pure},
    {"wsrep_last_seen_gtid", SessionInfo}, {"wsrep_last_written_gtid", SessionInfo},
    {"wsrep_sync_wait_upto_gtid", SideEffect}, {"x", Pure}, {"y", Pure}, {"year", Pure}, {"yearweek", Pure},
    // clang-format on
};

// Built into one of the servers only: on the other a stored or loadable
// function may have the name. Asked of MySQL 9.7 and MariaDB 10.11 with each
// name of the table above. Both sorted.
constexpr std::string_view kOnlyInMySql[] = {
    // clang-format off
    "any_value", "bin_to_uuid", "format_bytes", "format_pico_time", "from_vector", "geomcollection",
    "grouping", "gtid_subset", "gtid_subtract", "icu_version", "is_uuid", "json_schema_valid",
    "json_schema_validation_report", "json_storage_free", "json_storage_size", "mbrcoveredby", "mbrcovers",
    "ps_current_thread_id", "ps_thread_id", "regexp_like", "roles_graphml", "st_buffer_strategy",
    "st_collect", "st_frechetdistance", "st_geohash", "st_hausdorffdistance", "st_isvalid",
    "st_latfromgeohash", "st_latitude", "st_lineinterpolatepoint", "st_lineinterpolatepoints",
    "st_longfromgeohash", "st_longitude", "st_makeenvelope", "st_numinteriorring", "st_pointatdistance",
    "st_pointfromgeohash", "st_simplify", "st_swapxy", "st_transform", "st_validate", "statement_digest",
    "statement_digest_text", "string_to_vector", "to_vector", "uuid_to_bin", "validate_password_strength",
    "vector_dim", "vector_to_string",
    // clang-format on
};
constexpr std::string_view kOnlyInMariaDb[] = {
    // clang-format off
    "add_months", "area", "asbinary", "astext", "aswkb", "aswkt", "binlog_gtid_pos", "boundary", "buffer",
    "centroid", "chr", "column_add", "column_check", "column_create", "column_delete", "column_exists",
    "column_get", "column_json", "column_list", "concat_operator_oracle", "convexhull", "crc32c", "crosses",
    "decode", "decode_histogram", "decode_oracle", "des_decrypt", "des_encrypt", "dimension", "disjoint",
    "encode", "encrypt", "endpoint", "envelope", "equals", "exteriorring", "geomcollfromtext",
    "geomcollfromwkb", "geometrycollectionfromtext", "geometrycollectionfromwkb", "geometryfromtext",
    "geometryfromwkb", "geometryn", "geometrytype", "geomfromtext", "geomfromwkb", "glength",
    "interiorringn", "intersects", "isclosed", "isempty", "isring", "issimple", "json_compact",
    "json_detailed", "json_equals", "json_exists", "json_loose", "json_normalize", "json_query", "lengthb",
    "linefromtext", "linefromwkb", "linestringfromtext", "linestringfromwkb", "lpad_oracle", "ltrim_oracle",
    "mbrequal", "median", "mlinefromtext", "mlinefromwkb", "mpointfromtext", "mpointfromwkb",
    "mpolyfromtext", "mpolyfromwkb", "multilinestringfromtext", "multilinestringfromwkb",
    "multipointfromtext", "multipointfromwkb", "multipolygonfromtext", "multipolygonfromwkb",
    "natural_sort_key", "numgeometries", "numinteriorrings", "numpoints", "nvl", "nvl2", "old_password",
    "overlaps", "percentile_cont", "percentile_disc", "pointfromtext", "pointfromwkb", "pointn",
    "pointonsurface", "polyfromtext", "polyfromwkb", "polygonfromtext", "polygonfromwkb", "replace_oracle",
    "rpad_oracle", "rtrim_oracle", "sformat", "st_boundary", "st_isring", "st_pointonsurface", "st_relate",
    "startpoint", "substr_oracle", "sys_guid", "to_char", "touches", "trim_oracle", "within",
    "wsrep_last_seen_gtid", "wsrep_last_written_gtid", "x", "y",
    // clang-format on
};
// MariaDB has these from a later version on than 10.11.
struct LaterRow {
  std::string_view name;
  std::uint32_t since;
};
constexpr LaterRow kLaterInMariaDb[] = {
    {"format_bytes", 110800},
    {"json_array_intersect", 110200},
    {"json_object_filter_keys", 110200},
    {"json_object_to_array", 110200},
    {"json_schema_valid", 110100},
    {"kdf", 110300},
    {"mbrcoveredby", 120000},
    {"months_between", 120000},
    {"st_collect", 120000},
    {"st_geohash", 120000},
    {"st_isvalid", 120000},
    {"st_latfromgeohash", 120000},
    {"st_longfromgeohash", 120000},
    {"st_pointfromgeohash", 120000},
    {"st_simplify", 120000},
    {"st_validate", 120000},
    {"to_date", 120000},
    {"uuid_v4", 110700},
    {"uuid_v7", 110700},
    {"vec_distance", 110700},
    {"vec_distance_cosine", 110700},
    {"vec_distance_euclidean", 110700},
    {"vec_fromtext", 110700},
    {"vec_totext", 110700},
};

constexpr bool is_sorted_by_name() {
  return std::ranges::is_sorted(kFunctions, std::ranges::less{}, &FunctionRow::name);
}
static_assert(is_sorted_by_name());

constexpr std::size_t kLongestName = 64;

// A name in lower case; empty when it is too long to be known.
class LowerName {
 public:
  explicit LowerName(std::string_view name) noexcept : size_(name.size() > kLongestName ? 0 : name.size()) {
    std::ranges::transform(name.substr(0, size_), lower_.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  }
  [[nodiscard]] std::string_view text() const noexcept { return {lower_.data(), size_}; }

 private:
  std::array<char, kLongestName> lower_{};
  std::size_t size_;
};

FunctionNature nature_of(std::string_view lower) noexcept {
  const auto* row = std::ranges::lower_bound(kFunctions, lower, std::ranges::less{}, &FunctionRow::name);
  return row != std::end(kFunctions) && row->name == lower ? row->nature : Unknown;
}

bool is_built_in(std::string_view lower, Flavour flavour, std::uint32_t version) noexcept {
  const auto* later = std::ranges::lower_bound(kLaterInMariaDb, lower, std::ranges::less{}, &LaterRow::name);
  const bool is_later = later != std::end(kLaterInMariaDb) && later->name == lower;
  if (flavour == Flavour::MariaDB) {
    if (is_later) return version >= later->since;
    return !std::ranges::binary_search(kOnlyInMySql, lower);
  }
  if (is_later && !std::ranges::binary_search(kOnlyInMySql, lower)) return false;
  return !std::ranges::binary_search(kOnlyInMariaDb, lower);
}

}  // namespace

FunctionNature function_nature(std::string_view name) noexcept {
  return nature_of(LowerName(name).text());
}

FunctionNature function_nature(std::string_view name, Flavour flavour, std::uint32_t version) noexcept {
  const LowerName lower(name);
  const FunctionNature nature = nature_of(lower.text());
  // What has effects is better known by name than not at all.
  if (nature == SideEffect || nature == UserLock || nature == SessionResult) return nature;
  return is_built_in(lower.text(), flavour, version) ? nature : Unknown;
}

}  // namespace mallshard::sqlparse
