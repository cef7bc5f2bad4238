namespace Windrow.Maps.Inputs.Fields;

/// <summary>How a field stands to its period, in the numbers of WMO code table 4.10; 254 is libsim's for none.</summary>
internal enum StatisticalProcess
{
    Average = 0,
    Accumulation = 1,
    Maximum = 2,
    Minimum = 3,
    Difference = 4,
    Instant = 254,
    Other = 255,
}
