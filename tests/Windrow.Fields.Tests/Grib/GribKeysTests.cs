using Windrow.Fields.Grib.Keys;
using Windrow.Native.EcCodes;
using Windrow.Native.EcCodes.Structure;

namespace Windrow.Fields.Tests.Grib;

public sealed class GribKeysTests
{
    private static readonly string[] Names =
    [
        .. GribKeyTable.Names, "validityDate", "validityTime", "bitsPerValue", "numberOfValues", "nosuchkey", "pv",
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
            // The files with many messages repeat one pattern: a few are enough of them.
            var messages = GribCorpus.MessagesIn(File.ReadAllBytes(file));
            for (var i = 0; i < messages.Count; i += 1 + (messages.Count / 4))
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

    [Fact]
    public void Answers_are_the_same_for_threads_that_share_message_and_memo()
    {
        var memo = new GribKeyMemo(maxEntries: 20);
        var corpus = GribCorpus.Generated().Where(each => GribKeys.TryOpen(each.Message, out _, out _)).ToList();
        string[] names = ["shortName", "level", "step", "date", "number", "gridType", "max", "validityDate"];
        Parallel.ForEach(corpus, each =>
        {
            GribKeys.TryOpen(each.Message, out var keys, out _, memo);
            using (keys)
            {
                var answers = new string[4];
                Parallel.For(0, answers.Length, i => answers[i] = string.Join(
                    ' ', names.Select(name => keys!.Get(GribKey.Of(name)).ToString())));
                answers.Distinct().ShouldHaveSingleItem();
                GribKeys.TryOpen(each.Message, out var alone, out _, new GribKeyMemo());
                using (alone)
                    answers[0].ShouldBe(string.Join(' ', names.Select(name => alone!.Get(GribKey.Of(name)).ToString())));
            }
        });
        memo.Count.ShouldBeLessThanOrEqualTo(24);
    }

    [Fact]
    public void Unknown_key_is_absent_and_namespaces_list_their_keys()
    {
        GribKeys.TryOpen(GribCorpus.Make("regular_ll_pl_grib2"), out var keys, out _).ShouldBeTrue();
        using (keys)
        {
            keys!.Get(GribKey.Of("noSuchKey")).IsAbsent.ShouldBeTrue();
            keys.Get(GribKey.Of("centre"), GribForm.Long).Long.ShouldBe(98);
            keys.Get(GribKey.Of("centre")).Text.ShouldBe("ecmf");
            keys.KeysOf("ls").ShouldContain("shortName");
            keys.KeysOf("mars").ShouldContain("levelist");
        }
    }

    [Fact]
    public void Message_of_two_fields_is_refused_with_advice()
    {
        var one = GribCorpus.Make("regular_ll_pl_grib2");
        GribSections.TryParse(one, out var sections, out _).ShouldBeTrue();
        byte[] two = [.. one[..^4], .. one[sections.Product..]];
        (two[14], two[15]) = ((byte)(two.Length >> 8), (byte)two.Length);
        (two[13], two[12]) = ((byte)(two.Length >> 16), (byte)(two.Length >> 24));
        GribKeys.TryOpen(two, out _, out var defect).ShouldBeFalse();
        defect!.Reason.ShouldContain("2 fields");
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
            foreach (var space in (string[])["ls", "mars"])
            {
                using var handle = GribHandle.Wrap(message);
                if (!keys!.KeysOf(space).SequenceEqual(handle.KeysOf(space)))
                    differences.Add($"{name}: the keys of {space} are {string.Join(' ', keys.KeysOf(space))}, ecCodes lists {string.Join(' ', handle.KeysOf(space))}");
            }

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
