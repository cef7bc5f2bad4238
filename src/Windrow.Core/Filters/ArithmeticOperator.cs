namespace Windrow.Core.Filters;

/// <summary>CQL2's arithmetic operators.</summary>
public enum ArithmeticOperator : byte
{
    Add,
    Subtract,
    Multiply,

    /// <summary>The quotient as a real, whatever the operands.</summary>
    Divide,

    /// <summary>The whole part of the quotient, cut towards zero.</summary>
    IntegerDivide,

    /// <summary>What integer division leaves; it has the sign of the dividend.</summary>
    Remainder,
    Power,
}
