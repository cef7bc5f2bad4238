using System.Diagnostics;
using System.Globalization;
using Windrow.Fields.Hammer;

namespace Windrow.Cli.Commands.Fields;

/// <summary>What one process of a hammer did; it tells the first process on a line of its standard output.</summary>
/// <param name="Seconds">From its first message to the last acknowledgement; of clients.</param>
/// <param name="Cpu">Seconds of processor time.</param>
/// <param name="Peak">Largest resident set, bytes.</param>
/// <param name="Tally">Of a server; null: a client.</param>
/// <param name="Problem">Why a client could not do its work; null: it could.</param>
internal sealed record HammerFigures(double Seconds, double Cpu, long Peak, HammerTally? Tally, string? Problem)
{
    private const char Separator = '\t';

    public static HammerFigures OfThisProcess(double seconds, HammerTally? tally, string? problem) =>
        new(seconds, Environment.CpuUsage.TotalTime.TotalSeconds, Process.GetCurrentProcess().PeakWorkingSet64, tally, problem);

    public string ToLine()
    {
        var text = (Tally?.Problem ?? Problem ?? "").ReplaceLineEndings(" ").Replace(Separator, ' ');
        var tally = Tally is null ? "" : string.Join(Separator, Numbers(Tally.Expected, Tally.Fields, Tally.Doubled, Tally.Wrong, Tally.MostMemory));
        return string.Join(Separator, [Number(Seconds), Number(Cpu), Number(Peak), text, tally]);
    }

    /// <summary>Null: the process has ended without saying it.</summary>
    public static HammerFigures? OfLine(string? line)
    {
        if (line?.Split(Separator) is not [var seconds, var cpu, var peak, var text, .. var tally])
            return null;
        var problem = text.Length > 0 ? text : null;
        var server = tally is [var expected, var fields, var doubled, var wrong, var most]
            ? new HammerTally((int)Long(expected), (int)Long(fields), (int)Long(doubled), (int)Long(wrong), Long(most), problem)
            : null;
        return new HammerFigures(Double(seconds), Double(cpu), Long(peak), server, problem);
    }

    private static IEnumerable<string> Numbers(params long[] numbers) => numbers.Select(static number => number.ToString(CultureInfo.InvariantCulture));

    private static string Number(double number) => number.ToString(CultureInfo.InvariantCulture);

    private static double Double(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static long Long(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
