namespace Windrow.Core.Routing;

/// <summary>In which view a key's value is looked up. The same key in two views makes two columns.</summary>
internal enum ColumnKind : byte
{
    /// <summary>Equality of type and value (multio).</summary>
    Typed,

    /// <summary>As <see cref="Typed"/>, and reals of different widths differ (multio's quirk).</summary>
    TypedStrict,

    /// <summary>Equality of numbers whatever their type (CQL2).</summary>
    Loose,

    /// <summary>The key as an ecCodes number.</summary>
    Number,

    /// <summary>The key as ecCodes text.</summary>
    Text,

    /// <summary>A place on the axis of numbers.</summary>
    NumberAxis,

    /// <summary>A place on the axis of time, in ticks.</summary>
    TimeAxis,

    /// <summary>The key as an ecCodes number, as a place on the axis.</summary>
    EcCodesAxis,

    /// <summary>The place of a text among the beginnings that plans ask for, in ordinal order.</summary>
    TextAxis,
}
