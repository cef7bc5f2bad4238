using System.CommandLine;
using Windrow.Core.Messages;

namespace Windrow.Cli.Commands;

/// <summary>An option that is a time.</summary>
internal static class TimeOption
{
    public static Option<DateTime?> Create(string name, string description) => new(name)
    {
        Description = $"{description} As 2026-11-20T06:00:00Z or 2026-11-20; UTC where it says nothing else.",
        HelpName = "time",
        CustomParser = argument =>
        {
            if (TimeText.TryParse(argument.Tokens[0].Value, out var time))
                return time;
            argument.AddError($"{name} '{argument.Tokens[0].Value}' is no time; write it as 2026-11-20T06:00:00Z or 2026-11-20");
            return null;
        },
    };
}
