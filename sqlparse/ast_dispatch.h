// From a Node to its own type, in one place.
#pragma once

#include <utility>

#include "sqlparse/ast_all.h"

namespace mallshard::sqlparse {

// Calls `function` with the node as its own type.
template <class F>
void visit_node(const Node& node, F&& function) {
  // clang-format off
  switch (node.kind) {
    case NodeKind::Literal: function(static_cast<const Literal&>(node)); break;
    case NodeKind::Parameter: function(static_cast<const Parameter&>(node)); break;
    case NodeKind::ColumnRef: function(static_cast<const ColumnRef&>(node)); break;
    case NodeKind::Star: function(static_cast<const Star&>(node)); break;
    case NodeKind::UserVariable: function(static_cast<const UserVariable&>(node)); break;
    case NodeKind::SystemVariable: function(static_cast<const SystemVariable&>(node)); break;
    case NodeKind::KeywordValue: function(static_cast<const KeywordValue&>(node)); break;
    case NodeKind::Unary: function(static_cast<const Unary&>(node)); break;
    case NodeKind::Binary: function(static_cast<const Binary&>(node)); break;
    case NodeKind::Quantified: function(static_cast<const Quantified&>(node)); break;
    case NodeKind::Between: function(static_cast<const Between&>(node)); break;
    case NodeKind::InList: function(static_cast<const InList&>(node)); break;
    case NodeKind::InSubquery: function(static_cast<const InSubquery&>(node)); break;
    case NodeKind::Like: function(static_cast<const Like&>(node)); break;
    case NodeKind::IsTest: function(static_cast<const IsTest&>(node)); break;
    case NodeKind::Case: function(static_cast<const Case&>(node)); break;
    case NodeKind::CaseBranch: function(static_cast<const CaseBranch&>(node)); break;
    case NodeKind::Cast: function(static_cast<const Cast&>(node)); break;
    case NodeKind::ConvertUsing: function(static_cast<const ConvertUsing&>(node)); break;
    case NodeKind::Collate: function(static_cast<const Collate&>(node)); break;
    case NodeKind::Interval: function(static_cast<const Interval&>(node)); break;
    case NodeKind::Row: function(static_cast<const Row&>(node)); break;
    case NodeKind::Subquery: function(static_cast<const Subquery&>(node)); break;
    case NodeKind::Exists: function(static_cast<const Exists&>(node)); break;
    case NodeKind::AssignVariable: function(static_cast<const AssignVariable&>(node)); break;
    case NodeKind::DefaultValue: function(static_cast<const DefaultValue&>(node)); break;
    case NodeKind::ValuesColumn: function(static_cast<const ValuesColumn&>(node)); break;
    case NodeKind::MatchAgainst: function(static_cast<const MatchAgainst&>(node)); break;
    case NodeKind::FunctionCall: function(static_cast<const FunctionCall&>(node)); break;
    case NodeKind::Argument: function(static_cast<const Argument&>(node)); break;
    case NodeKind::WindowSpec: function(static_cast<const WindowSpec&>(node)); break;
    case NodeKind::WindowFrame: function(static_cast<const WindowFrame&>(node)); break;
    case NodeKind::JsonResponse: function(static_cast<const JsonResponse&>(node)); break;
    case NodeKind::TableName: function(static_cast<const TableName&>(node)); break;
    case NodeKind::Join: function(static_cast<const Join&>(node)); break;
    case NodeKind::DerivedTable: function(static_cast<const DerivedTable&>(node)); break;
    case NodeKind::JsonTable: function(static_cast<const JsonTable&>(node)); break;
    case NodeKind::JsonColumn: function(static_cast<const JsonColumn&>(node)); break;
    case NodeKind::IndexHint: function(static_cast<const IndexHint&>(node)); break;
    case NodeKind::Query: function(static_cast<const Query&>(node)); break;
    case NodeKind::Select: function(static_cast<const Select&>(node)); break;
    case NodeKind::SetOperation: function(static_cast<const SetOperation&>(node)); break;
    case NodeKind::ValuesQuery: function(static_cast<const ValuesQuery&>(node)); break;
    case NodeKind::TableQuery: function(static_cast<const TableQuery&>(node)); break;
    case NodeKind::With: function(static_cast<const With&>(node)); break;
    case NodeKind::CommonTable: function(static_cast<const CommonTable&>(node)); break;
    case NodeKind::SelectItem: function(static_cast<const SelectItem&>(node)); break;
    case NodeKind::OrderItem: function(static_cast<const OrderItem&>(node)); break;
    case NodeKind::NamedWindow: function(static_cast<const NamedWindow&>(node)); break;
    case NodeKind::Limit: function(static_cast<const Limit&>(node)); break;
    case NodeKind::LockingClause: function(static_cast<const LockingClause&>(node)); break;
    case NodeKind::Into: function(static_cast<const Into&>(node)); break;
    case NodeKind::Assignment: function(static_cast<const Assignment&>(node)); break;
    case NodeKind::OptimizerHints: function(static_cast<const OptimizerHints&>(node)); break;
    case NodeKind::Hint: function(static_cast<const Hint&>(node)); break;
    case NodeKind::HintTable: function(static_cast<const HintTable&>(node)); break;
    case NodeKind::DataType: function(static_cast<const DataType&>(node)); break;
    case NodeKind::ColumnDefinition: function(static_cast<const ColumnDefinition&>(node)); break;
    case NodeKind::ColumnAttribute: function(static_cast<const ColumnAttribute&>(node)); break;
    case NodeKind::KeyPart: function(static_cast<const KeyPart&>(node)); break;
    case NodeKind::IndexDefinition: function(static_cast<const IndexDefinition&>(node)); break;
    case NodeKind::ForeignKey: function(static_cast<const ForeignKey&>(node)); break;
    case NodeKind::CheckConstraint: function(static_cast<const CheckConstraint&>(node)); break;
    case NodeKind::References: function(static_cast<const References&>(node)); break;
    case NodeKind::PeriodDefinition: function(static_cast<const PeriodDefinition&>(node)); break;
    case NodeKind::SchemaOption: function(static_cast<const SchemaOption&>(node)); break;
    case NodeKind::Partitioning: function(static_cast<const Partitioning&>(node)); break;
    case NodeKind::PartitionScheme: function(static_cast<const PartitionScheme&>(node)); break;
    case NodeKind::PartitionDefinition: function(static_cast<const PartitionDefinition&>(node)); break;
    case NodeKind::AlterAction: function(static_cast<const AlterAction&>(node)); break;
    case NodeKind::RenamePair: function(static_cast<const RenamePair&>(node)); break;
    case NodeKind::KeyCacheItem: function(static_cast<const KeyCacheItem&>(node)); break;
    case NodeKind::SetItem: function(static_cast<const SetItem&>(node)); break;
    case NodeKind::LockItem: function(static_cast<const LockItem&>(node)); break;
    case NodeKind::StatisticsScope: function(static_cast<const StatisticsScope&>(node)); break;
    case NodeKind::Account: function(static_cast<const Account&>(node)); break;
    case NodeKind::Authentication: function(static_cast<const Authentication&>(node)); break;
    case NodeKind::AccountSpec: function(static_cast<const AccountSpec&>(node)); break;
    case NodeKind::AdminClause: function(static_cast<const AdminClause&>(node)); break;
    case NodeKind::Privilege: function(static_cast<const Privilege&>(node)); break;
    case NodeKind::DiagnosticsItem: function(static_cast<const DiagnosticsItem&>(node)); break;
    case NodeKind::RoutineParameter: function(static_cast<const RoutineParameter&>(node)); break;
    case NodeKind::SelectStatement: function(static_cast<const SelectStatement&>(node)); break;
    case NodeKind::InsertStatement: function(static_cast<const InsertStatement&>(node)); break;
    case NodeKind::UpdateStatement: function(static_cast<const UpdateStatement&>(node)); break;
    case NodeKind::DeleteStatement: function(static_cast<const DeleteStatement&>(node)); break;
    case NodeKind::LoadDataStatement: function(static_cast<const LoadDataStatement&>(node)); break;
    case NodeKind::DoStatement: function(static_cast<const DoStatement&>(node)); break;
    case NodeKind::CallStatement: function(static_cast<const CallStatement&>(node)); break;
    case NodeKind::HandlerStatement: function(static_cast<const HandlerStatement&>(node)); break;
    case NodeKind::CreateTableStatement: function(static_cast<const CreateTableStatement&>(node)); break;
    case NodeKind::AlterTableStatement: function(static_cast<const AlterTableStatement&>(node)); break;
    case NodeKind::DropTableStatement: function(static_cast<const DropTableStatement&>(node)); break;
    case NodeKind::TruncateStatement: function(static_cast<const TruncateStatement&>(node)); break;
    case NodeKind::RenameTableStatement: function(static_cast<const RenameTableStatement&>(node)); break;
    case NodeKind::CreateIndexStatement: function(static_cast<const CreateIndexStatement&>(node)); break;
    case NodeKind::DropIndexStatement: function(static_cast<const DropIndexStatement&>(node)); break;
    case NodeKind::CreateViewStatement: function(static_cast<const CreateViewStatement&>(node)); break;
    case NodeKind::DropViewStatement: function(static_cast<const DropViewStatement&>(node)); break;
    case NodeKind::DatabaseStatement: function(static_cast<const DatabaseStatement&>(node)); break;
    case NodeKind::SequenceStatement: function(static_cast<const SequenceStatement&>(node)); break;
    case NodeKind::DropSequenceStatement: function(static_cast<const DropSequenceStatement&>(node)); break;
    case NodeKind::TablespaceStatement: function(static_cast<const TablespaceStatement&>(node)); break;
    case NodeKind::ForeignServerStatement: function(static_cast<const ForeignServerStatement&>(node)); break;
    case NodeKind::LibraryStatement: function(static_cast<const LibraryStatement&>(node)); break;
    case NodeKind::MaskingPolicyStatement: function(static_cast<const MaskingPolicyStatement&>(node)); break;
    case NodeKind::ResourceGroupStatement: function(static_cast<const ResourceGroupStatement&>(node)); break;
    case NodeKind::SpatialReferenceStatement: function(static_cast<const SpatialReferenceStatement&>(node)); break;
    case NodeKind::ImportTableStatement: function(static_cast<const ImportTableStatement&>(node)); break;
    case NodeKind::KeyCacheStatement: function(static_cast<const KeyCacheStatement&>(node)); break;
    case NodeKind::TransactionStatement: function(static_cast<const TransactionStatement&>(node)); break;
    case NodeKind::SetStatement: function(static_cast<const SetStatement&>(node)); break;
    case NodeKind::SetTransactionStatement: function(static_cast<const SetTransactionStatement&>(node)); break;
    case NodeKind::SetForStatement: function(static_cast<const SetForStatement&>(node)); break;
    case NodeKind::UseStatement: function(static_cast<const UseStatement&>(node)); break;
    case NodeKind::AccountStatement: function(static_cast<const AccountStatement&>(node)); break;
    case NodeKind::GrantStatement: function(static_cast<const GrantStatement&>(node)); break;
    case NodeKind::ServerStatement: function(static_cast<const ServerStatement&>(node)); break;
    case NodeKind::DiagnosticsStatement: function(static_cast<const DiagnosticsStatement&>(node)); break;
    case NodeKind::CreateRoutineStatement: function(static_cast<const CreateRoutineStatement&>(node)); break;
    case NodeKind::CreateTriggerStatement: function(static_cast<const CreateTriggerStatement&>(node)); break;
    case NodeKind::EventStatement: function(static_cast<const EventStatement&>(node)); break;
    case NodeKind::StoredObjectStatement: function(static_cast<const StoredObjectStatement&>(node)); break;
    case NodeKind::ProgramStatement: function(static_cast<const ProgramStatement&>(node)); break;
    case NodeKind::ShowStatement: function(static_cast<const ShowStatement&>(node)); break;
    case NodeKind::DescribeStatement: function(static_cast<const DescribeStatement&>(node)); break;
    case NodeKind::ExplainStatement: function(static_cast<const ExplainStatement&>(node)); break;
    case NodeKind::PrepareStatement: function(static_cast<const PrepareStatement&>(node)); break;
    case NodeKind::ExecuteStatement: function(static_cast<const ExecuteStatement&>(node)); break;
    case NodeKind::DeallocateStatement: function(static_cast<const DeallocateStatement&>(node)); break;
    case NodeKind::KillStatement: function(static_cast<const KillStatement&>(node)); break;
    case NodeKind::LockTablesStatement: function(static_cast<const LockTablesStatement&>(node)); break;
    case NodeKind::TableMaintenanceStatement: function(static_cast<const TableMaintenanceStatement&>(node)); break;
  }
  // clang-format on
}

}  // namespace mallshard::sqlparse
