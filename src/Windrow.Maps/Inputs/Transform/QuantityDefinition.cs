namespace Windrow.Maps.Inputs.Transform;

/// <summary>A quantity's code in BUFR table B, its name, and how GRIB codes it.</summary>
/// <param name="Grib1">Table version and indicator of parameter; the first one is written.</param>
/// <param name="Grib2">Discipline, category and number.</param>
internal sealed record QuantityDefinition(
    Quantity Quantity, string Code, string Name, (long Table, long Param)[] Grib1, (long Discipline, long Category, long Number) Grib2);
