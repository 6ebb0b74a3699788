// Built-in functions of MySQL 5.7 to 9.x and MariaDB 10.5 to 11.x, by name.
#include "sqlparse/functions.h"

#include <algorithm>
#include <array>
#include <cstddef>
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
    {"bit_or", Aggregate}, {"bit_xor", Aggregate}, {"cast", Pure}, {"ceil", Pure}, {"ceiling", Pure},
    {"centroid", Pure}, {"char", Pure}, {"char_length", Pure}, {"character_length", Pure}, {"charset", Pure},
    {"chr", Pure}, {"coalesce", Pure}, {"coercibility", Pure}, {"collation", Pure}, {"column_add", Pure},
    {"column_check", Pure}, {"column_create", Pure}, {"column_delete", Pure}, {"column_exists", Pure},
    {"column_get", Pure}, {"column_json", Pure}, {"column_list", Pure}, {"compress", Pure}, {"concat", Pure},
    {"concat_operator_oracle", Pure}, {"concat_ws", Pure}, {"connection_id", SessionInfo}, {"conv", Pure},
    {"convert", Pure}, {"convert_tz", Pure}, {"cos", Pure}, {"cot", Pure}, {"count", Aggregate},
    {"crc32", Pure}, {"crc32c", Pure}, {"cume_dist", Window}, {"curdate", Clock}, {"current_date", Clock},
    {"current_role", SessionInfo}, {"current_time", Clock}, {"current_timestamp", Clock},
    {"current_user", SessionInfo}, {"curtime", Clock}, {"database", SessionInfo}, {"date", Pure},
    {"date_add", Pure}, {"date_format", Pure}, {"date_sub", Pure}, {"datediff", Pure}, {"day", Pure},
    {"dayname", Pure}, {"dayofmonth", Pure}, {"dayofweek", Pure}, {"dayofyear", Pure}, {"decode", Pure},
    {"decode_histogram", Pure}, {"degrees", Pure}, {"dense_rank", Window}, {"des_decrypt", Pure},
    {"des_encrypt", Pure}, {"dimension", Pure}, {"distance", Pure}, {"elt", Pure}, {"encode", Pure},
    {"encrypt", Pure}, {"endpoint", Pure}, {"envelope", Pure}, {"equals", Pure}, {"exp", Pure},
    {"export_set", Pure}, {"exteriorring", Pure}, {"extract", Pure}, {"extractvalue", Pure}, {"field", Pure},
    {"find_in_set", Pure}, {"first_value", Window}, {"floor", Pure}, {"format", Pure},
    {"format_bytes", Pure}, {"format_pico_time", Pure}, {"found_rows", SessionResult}, {"from_base64", Pure},
    {"from_days", Pure}, {"from_unixtime", Pure}, {"from_vector", Pure}, {"geomcollection", Pure},
    {"geometrycollection", Pure}, {"geometryfromtext", Pure}, {"geometryn", Pure}, {"geometrytype", Pure},
    {"geomfromtext", Pure}, {"get_format", Pure}, {"get_lock", UserLock}, {"glength", Pure},
    {"greatest", Pure}, {"group_concat", Aggregate}, {"group_replication_set_as_primary", SideEffect},
    {"group_replication_switch_to_multi_primary_mode", SideEffect},
    {"group_replication_switch_to_single_primary_mode", SideEffect}, {"grouping", Pure},
    {"gtid_subset", Pure}, {"gtid_subtract", Pure}, {"hex", Pure}, {"hour", Pure},
    {"icu_version", SessionInfo}, {"if", Pure}, {"ifnull", Pure}, {"inet6_aton", Pure}, {"inet6_ntoa", Pure},
    {"inet_aton", Pure}, {"inet_ntoa", Pure}, {"insert", Pure}, {"instr", Pure}, {"interiorringn", Pure},
    {"interval", Pure}, {"is_free_lock", UserLock}, {"is_ipv4", Pure}, {"is_ipv4_compat", Pure},
    {"is_ipv4_mapped", Pure}, {"is_ipv6", Pure}, {"is_used_lock", UserLock}, {"is_uuid", Pure},
    {"isclosed", Pure}, {"isempty", Pure}, {"isnull", Pure}, {"issimple", Pure}, {"json_array", Pure},
    {"json_array_append", Pure}, {"json_array_insert", Pure}, {"json_array_intersect", Pure},
    {"json_arrayagg", Aggregate}, {"json_compact", Pure}, {"json_contains", Pure},
    {"json_contains_path", Pure}, {"json_depth", Pure}, {"json_detailed", Pure}, {"json_equals", Pure},
    {"json_exists", Pure}, {"json_extract", Pure}, {"json_insert", Pure}, {"json_keys", Pure},
    {"json_length", Pure}, {"json_loose", Pure}, {"json_merge", Pure}, {"json_merge_patch", Pure},
    {"json_merge_preserve", Pure}, {"json_normalize", Pure}, {"json_object", Pure},
    {"json_object_filter_keys", Pure}, {"json_object_to_array", Pure}, {"json_objectagg", Aggregate},
    {"json_overlaps", Pure}, {"json_pretty", Pure}, {"json_query", Pure}, {"json_quote", Pure},
    {"json_remove", Pure}, {"json_replace", Pure}, {"json_schema_valid", Pure},
    {"json_schema_validation_report", Pure}, {"json_search", Pure}, {"json_set", Pure},
    {"json_storage_free", Pure}, {"json_storage_size", Pure}, {"json_type", Pure}, {"json_unquote", Pure},
    {"json_valid", Pure}, {"json_value", Pure}, {"kdf", Pure}, {"keyring_key_generate", SideEffect},
    {"keyring_key_remove", SideEffect}, {"keyring_key_store", SideEffect}, {"lag", Window},
    {"last_day", Pure}, {"last_insert_id", SessionResult}, {"last_value", Window}, {"lastval", SideEffect},
    {"lcase", Pure}, {"lead", Window}, {"least", Pure}, {"left", Pure}, {"length", Pure}, {"lengthb", Pure},
    {"linefromtext", Pure}, {"linestring", Pure}, {"ln", Pure}, {"load_file", SideEffect},
    {"localtime", Clock}, {"localtimestamp", Clock}, {"locate", Pure}, {"log", Pure}, {"log10", Pure},
    {"log2", Pure}, {"lower", Pure}, {"lpad", Pure}, {"lpad_oracle", Pure}, {"ltrim", Pure},
    {"make_set", Pure}, {"makedate", Pure}, {"maketime", Pure}, {"master_gtid_wait", SideEffect},
    {"master_pos_wait", SideEffect}, {"max", Aggregate}, {"mbrcontains", Pure}, {"mbrcoveredby", Pure},
    {"mbrcovers", Pure}, {"mbrdisjoint", Pure}, {"mbrequal", Pure}, {"mbrequals", Pure},
    {"mbrintersects", Pure}, {"mbroverlaps", Pure}, {"mbrtouches", Pure}, {"mbrwithin", Pure}, {"md5", Pure},
    {"median", Window}, {"microsecond", Pure}, {"mid", Pure}, {"min", Aggregate}, {"minute", Pure},
    {"mod", Pure}, {"month", Pure}, {"monthname", Pure}, {"months_between", Pure}, {"multilinestring", Pure},
    {"multipoint", Pure}, {"multipolygon", Pure}, {"name_const", Pure}, {"natural_sort_key", Pure},
    {"next", SideEffect}, {"nextval", SideEffect}, {"now", Clock}, {"nth_value", Window}, {"ntile", Window},
    {"nullif", Pure}, {"numgeometries", Pure}, {"numinteriorrings", Pure}, {"numpoints", Pure},
    {"nvl", Pure}, {"nvl2", Pure}, {"oct", Pure}, {"octet_length", Pure}, {"old_password", Pure},
    {"ord", Pure}, {"password", Pure}, {"percent_rank", Window}, {"percentile_cont", Window},
    {"percentile_disc", Window}, {"period_add", Pure}, {"period_diff", Pure}, {"pi", Pure}, {"point", Pure},
    {"pointfromtext", Pure}, {"pointn", Pure}, {"pointonsurface", Pure}, {"polyfromtext", Pure},
    {"polygon", Pure}, {"position", Pure}, {"pow", Pure}, {"power", Pure}, {"previous", SideEffect},
    {"ps_current_thread_id", SessionInfo}, {"ps_thread_id", SessionInfo}, {"quarter", Pure}, {"quote", Pure},
    {"radians", Pure}, {"rand", Random}, {"random_bytes", Random}, {"rank", Window}, {"regexp_instr", Pure},
    {"regexp_like", Pure}, {"regexp_replace", Pure}, {"regexp_substr", Pure},
    {"release_all_locks", UserLock}, {"release_lock", UserLock}, {"repeat", Pure}, {"replace", Pure},
    {"replace_oracle", Pure}, {"reverse", Pure}, {"right", Pure}, {"round", Pure},
    {"row_count", SessionResult}, {"row_number", Window}, {"rpad", Pure}, {"rpad_oracle", Pure},
    {"rtrim", Pure}, {"schema", SessionInfo}, {"sec_to_time", Pure}, {"second", Pure},
    {"session_user", SessionInfo}, {"setval", SideEffect}, {"sformat", Pure}, {"sha", Pure}, {"sha1", Pure},
    {"sha2", Pure}, {"sign", Pure}, {"sin", Pure}, {"sleep", SideEffect}, {"soundex", Pure},
    {"source_pos_wait", SideEffect}, {"space", Pure}, {"sqrt", Pure}, {"srid", Pure}, {"st_area", Pure},
    {"st_asbinary", Pure}, {"st_asgeojson", Pure}, {"st_astext", Pure}, {"st_aswkb", Pure},
    {"st_aswkt", Pure}, {"st_boundary", Pure}, {"st_buffer", Pure}, {"st_buffer_strategy", Pure},
    {"st_centroid", Pure}, {"st_collect", Aggregate}, {"st_contains", Pure}, {"st_convexhull", Pure},
    {"st_crosses", Pure}, {"st_difference", Pure}, {"st_dimension", Pure}, {"st_disjoint", Pure},
    {"st_distance", Pure}, {"st_distance_sphere", Pure}, {"st_endpoint", Pure}, {"st_envelope", Pure},
    {"st_equals", Pure}, {"st_exteriorring", Pure}, {"st_frechetdistance", Pure}, {"st_geohash", Pure},
    {"st_geomcollfromtext", Pure}, {"st_geomcollfromwkb", Pure}, {"st_geometrycollectionfromtext", Pure},
    {"st_geometrycollectionfromwkb", Pure}, {"st_geometryfromtext", Pure}, {"st_geometryfromwkb", Pure},
    {"st_geometryn", Pure}, {"st_geometrytype", Pure}, {"st_geomfromgeojson", Pure},
    {"st_geomfromtext", Pure}, {"st_geomfromwkb", Pure}, {"st_hausdorffdistance", Pure},
    {"st_interiorringn", Pure}, {"st_intersection", Pure}, {"st_intersects", Pure}, {"st_isclosed", Pure},
    {"st_isempty", Pure}, {"st_isring", Pure}, {"st_issimple", Pure}, {"st_isvalid", Pure},
    {"st_latfromgeohash", Pure}, {"st_latitude", Pure}, {"st_length", Pure}, {"st_linefromtext", Pure},
    {"st_linefromwkb", Pure}, {"st_lineinterpolatepoint", Pure}, {"st_lineinterpolatepoints", Pure},
    {"st_linestringfromtext", Pure}, {"st_linestringfromwkb", Pure}, {"st_longfromgeohash", Pure},
    {"st_longitude", Pure}, {"st_makeenvelope", Pure}, {"st_mlinefromtext", Pure}, {"st_mlinefromwkb", Pure},
    {"st_mpointfromtext", Pure}, {"st_mpointfromwkb", Pure}, {"st_mpolyfromtext", Pure},
    {"st_mpolyfromwkb", Pure}, {"st_multilinestringfromtext", Pure}, {"st_multilinestringfromwkb", Pure},
    {"st_multipointfromtext", Pure}, {"st_multipointfromwkb", Pure}, {"st_multipolygonfromtext", Pure},
    {"st_multipolygonfromwkb", Pure}, {"st_numgeometries", Pure}, {"st_numinteriorring", Pure},
    {"st_numinteriorrings", Pure}, {"st_numpoints", Pure}, {"st_overlaps", Pure},
    {"st_pointatdistance", Pure}, {"st_pointfromgeohash", Pure}, {"st_pointfromtext", Pure},
    {"st_pointfromwkb", Pure}, {"st_pointn", Pure}, {"st_pointonsurface", Pure}, {"st_polyfromtext", Pure},
    {"st_polyfromwkb", Pure}, {"st_polygonfromtext", Pure}, {"st_polygonfromwkb", Pure}, {"st_relate", Pure},
    {"st_simplify", Pure}, {"st_srid", Pure}, {"st_startpoint", Pure}, {"st_swapxy", Pure},
    {"st_symdifference", Pure}, {"st_touches", Pure}, {"st_transform", Pure}, {"st_union", Pure},
    {"st_validate", Pure}, {"st_within", Pure}, {"st_x", Pure}, {"st_y", Pure}, {"startpoint", Pure},
    {"statement_digest", Pure}, {"statement_digest_text", Pure}, {"std", Aggregate}, {"stddev", Aggregate},
    {"stddev_pop", Aggregate}, {"stddev_samp", Aggregate}, {"str_to_date", Pure}, {"strcmp", Pure},
    {"string_to_vector", Pure}, {"subdate", Pure}, {"substr", Pure}, {"substr_oracle", Pure},
    {"substring", Pure}, {"substring_index", Pure}, {"subtime", Pure}, {"sum", Aggregate},
    {"sys_guid", Random}, {"sysdate", Clock}, {"system_user", SessionInfo}, {"tan", Pure}, {"time", Pure},
    {"time_format", Pure}, {"time_to_sec", Pure}, {"timediff", Pure}, {"timestamp", Pure},
    {"timestampadd", Pure}, {"timestampdiff", Pure}, {"to_base64", Pure}, {"to_char", Pure},
    {"to_date", Pure}, {"to_days", Pure}, {"to_seconds", Pure}, {"to_vector", Pure}, {"trim", Pure},
    {"trim_oracle", Pure}, {"truncate", Pure}, {"ucase", Pure}, {"uncompress", Pure},
    {"uncompressed_length", Pure}, {"unhex", Pure}, {"unix_timestamp", Clock}, {"updatexml", Pure},
    {"upper", Pure}, {"user", SessionInfo}, {"utc_date", Clock}, {"utc_time", Clock},
    {"utc_timestamp", Clock}, {"uuid", Random}, {"uuid_short", Random}, {"uuid_to_bin", Pure},
    {"uuid_v4", Random}, {"uuid_v7", Random}, {"uuidv4", Random}, {"validate_password_strength", Pure},
    {"value", Pure}, {"values", Pure}, {"var_pop", Aggregate}, {"var_samp", Aggregate},
    {"variance", Aggregate}, {"vec_distance", Pure}, {"vec_distance_cosine", Pure},
    {"vec_distance_euclidean", Pure}, {"vec_fromtext", Pure}, {"vec_totext", Pure}, {"vector_dim", Pure},
    {"vector_to_string", Pure}, {"version", SessionInfo}, {"version_tokens_delete", SideEffect},
    {"version_tokens_set", SideEffect}, {"wait_for_executed_gtid_set", SideEffect},
    {"wait_until_sql_thread_after_gtids", SideEffect}, {"week", Pure}, {"weekday", Pure},
    {"weekofyear", Pure}, {"weight_string", Pure}, {"x", Pure}, {"y", Pure}, {"year", Pure},
    {"yearweek", Pure},
    // clang-format on
};

constexpr bool is_sorted_by_name() {
  return std::ranges::is_sorted(kFunctions, std::ranges::less{}, &FunctionRow::name);
}
static_assert(is_sorted_by_name());

constexpr std::size_t kLongestName = 64;

}  // namespace

FunctionNature function_nature(std::string_view name) noexcept {
  if (name.empty() || name.size() > kLongestName) return Unknown;
  std::array<char, kLongestName> lower;
  std::ranges::transform(name, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  const std::string_view key(lower.data(), name.size());
  const auto* row = std::ranges::lower_bound(kFunctions, key, std::ranges::less{}, &FunctionRow::name);
  return row != std::end(kFunctions) && row->name == key ? row->nature : Unknown;
}

}  // namespace mallshard::sqlparse
