using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace Windrow.Cli.Commands;

/// <summary>Options that are numbers within bounds.</summary>
internal static class NumberOptions
{
    /// <summary>Refuses what is no such number, with a text that says which it may be.</summary>
    public static void MustBe<T>(this Option option, T least, T most)
        where T : INumber<T> => option.Validators.Add(result =>
        {
            // By its text: asking the result for its value throws where that is no number.
            foreach (var token in result.Tokens)
            {
                if (!T.TryParse(token.Value, CultureInfo.InvariantCulture, out var value) || !(value >= least && value <= most))
                    result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name} is '{token.Value}'; write a number from {least} to {most}."));
            }
        });
}
