using System.Globalization;

namespace Windrow.Exec.Exits;

/// <summary>What the statuses of a program mean. Immutable.</summary>
internal sealed class ExitMeanings
{
    /// <summary>
    /// By sysexits.h: usage (64), data (65), input (66), rights (77) and configuration (78) are wrong for good, 70 is a defect of the program, and all others,
    /// 75 (try again) among them, may pass.
    /// </summary>
    public static readonly ExitMeanings Usual = new ExitMeanings([]).Set(0, 0, ExitMeaning.Ok)
        .Set(64, 66, ExitMeaning.Permanent).Set(70, 70, ExitMeaning.Fault).Set(77, 78, ExitMeaning.Permanent);

    private static readonly (string Name, ExitMeaning Meaning)[] Names =
    [
        ("ok", ExitMeaning.Ok), ("drop", ExitMeaning.Drop), ("transient", ExitMeaning.Transient), ("permanent", ExitMeaning.Permanent), ("fault", ExitMeaning.Fault),
    ];

    private readonly Dictionary<int, ExitMeaning> _meanings;

    private ExitMeanings(Dictionary<int, ExitMeaning> meanings) => _meanings = meanings;

    public ExitMeaning Of(int status) => _meanings.GetValueOrDefault(status, ExitMeaning.Transient);

    /// <summary>These, and those of a configuration that go before them.</summary>
    public ExitMeanings With(IReadOnlyDictionary<string, string> configured)
    {
        var all = new ExitMeanings(new(_meanings));
        foreach (var (status, meaning) in configured)
        {
            if (TryRange(status, out var first, out var last) && TryMeaning(meaning, out var its))
                all.Set(first, last, its);
        }

        return all;
    }

    /// <summary>What is wrong with an entry; null: nothing.</summary>
    public static string? Problem(string status, string meaning) =>
        !TryRange(status, out _, out _) ? $"'{status}' is no status of a program, which goes from 0 to 255"
        : !TryMeaning(meaning, out _) ? $"'{meaning}' is no meaning of a status"
        : null;

    private ExitMeanings Set(int first, int last, ExitMeaning meaning)
    {
        for (var status = first; status <= last; status++)
            _meanings[status] = meaning;
        return this;
    }

    private static bool TryRange(string text, out int first, out int last)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var isFirst = TryStatus(dash < 0 ? text : text[..dash], out first);
        return TryStatus(text[(dash + 1)..], out last) && isFirst && first <= last;
    }

    private static bool TryStatus(string text, out int status) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out status) && status <= 255;

    private static bool TryMeaning(string text, out ExitMeaning meaning)
    {
        var index = Array.FindIndex(Names, entry => entry.Name == text);
        meaning = index < 0 ? default : Names[index].Meaning;
        return index >= 0;
    }
}
