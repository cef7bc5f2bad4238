namespace Windrow.Fields.Grib.Keys;

/// <summary>
/// Which octets of a message the answer to a key can depend on. Two messages that agree in them get one answer, which
/// ecCodes gives once. All but <see cref="None"/> leave out the reference date.
/// </summary>
internal enum GribAspect
{
    /// <summary>Any octet: the key is asked of a handle for each message.</summary>
    None,

    /// <summary>Originator, tables and local section, without product, level, step and member; where a short cut may hold.</summary>
    Context,

    /// <summary>The product: no step, no member, and no level where the product cannot depend on it.</summary>
    Product,

    /// <summary>The two surfaces.</summary>
    Level,

    /// <summary>The product with its level.</summary>
    ProductAndLevel,

    /// <summary>The forecast time and time range.</summary>
    Step,

    /// <summary>The ensemble member.</summary>
    Member,

    /// <summary>The grid.</summary>
    Grid,

    /// <summary>How values are packed.</summary>
    Packing,
}
