using Windrow.Fields.Grib.Keys;
using Windrow.Native.EcCodes;

namespace Windrow.Fields.Tests.Grib;

public sealed class GribKeysTests
{
    private static readonly string[] Names =
    [
        .. GribKeyTable.Names, "validityDate", "validityTime", "second", "bitsPerValue", "numberOfValues", "nosuchkey", "pv",
        "values", "mars.nosuch", "max",
    ];

    [Fact]
    public void Keys_of_real_messages_equal_a_fresh_handle()
    {
        if (GribCorpus.SharedFolder is null)
            Assert.Skip("There is no ../shared/data/grib beside the repository.");
        var memo = new GribKeyMemo();
        var differences = new List<string>();
        var count = 0;
        foreach (var file in GribCorpus.SharedFiles)
        {
            // The long files repeat one pattern: every 7th message is enough of them.
            var messages = GribCorpus.MessagesIn(File.ReadAllBytes(file));
            for (var i = 0; i < messages.Count; i += messages.Count > 40 ? 7 : 1)
            {
                Compare($"{Path.GetFileName(file)}[{i}]", messages[i], memo, differences);
                count++;
            }
        }

        count.ShouldBeGreaterThan(100);
        differences.ShouldBeEmpty();
    }

    [Fact]
    public void Keys_of_generated_messages_equal_a_fresh_handle()
    {
        var memo = new GribKeyMemo();
        var differences = new List<string>();
        foreach (var (name, message) in GribCorpus.Generated())
            Compare(name, message, memo, differences);
        differences.ShouldBeEmpty();
    }

    private static void Compare(string name, byte[] message, GribKeyMemo memo, List<string> differences)
    {
        if (!GribKeys.TryOpen(message, out var keys, out var defect, memo))
        {
            differences.Add($"{name}: {defect}");
            return;
        }

        using (keys)
        {
            foreach (var key in Names)
            {
                using var handle = GribHandle.Wrap(message);
                foreach (var form in (GribForm[])[GribForm.Native, GribForm.Long, GribForm.Double, GribForm.Text])
                {
                    var given = keys!.Get(GribKey.Of(key), form);
                    var expected = GribQuestion.Ask(handle, key, form);
                    if (given != expected)
                        differences.Add($"{name}: {key} as {form} is {given}, ecCodes says {expected}");
                }
            }
        }
    }
}
