using System.ComponentModel;
using System.Diagnostics;
using Windrow.Core.Messages;

namespace Windrow.Cli.Commands.Maps;

/// <summary>Reads a time as somebody gives it on the command line: RFC 3339, or whatever <c>date --date</c> of GNU understands, such as <c>yesterday 12:00</c>.</summary>
internal static class ReferenceTimeText
{
    /// <returns>UTC; what has no zone is UTC, too. Null: it is no time.</returns>
    public static DateTime? Parse(string text) =>
        TimeText.TryParse(text, out var time) || (AskDate(text) is { } answer && TimeText.TryParse(answer, out time)) ? time : null;

    private static string? AskDate(string text)
    {
        try
        {
            using var date = Process.Start(new ProcessStartInfo("date", ["--utc", $"--date={text}", "+%Y-%m-%dT%H:%M:%SZ"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var complaint = date.StandardError.ReadToEndAsync();
            var answer = date.StandardOutput.ReadToEnd().Trim();
            date.WaitForExit();
            complaint.GetAwaiter().GetResult();
            return date.ExitCode == 0 ? answer : null;
        }
        catch (Win32Exception)
        {
            // There is no such program here.
            return null;
        }
    }
}
