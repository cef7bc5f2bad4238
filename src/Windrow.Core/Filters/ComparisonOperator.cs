namespace Windrow.Core.Filters;

/// <summary>How two values are compared.</summary>
public enum ComparisonOperator : byte
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
