using Windrow.Fields.Grib.Keys;
using Windrow.Fields.Grib.Values;
using Windrow.Native.EcCodes;
using Windrow.Native.EcCodes.Structure;

namespace Windrow.Fields.Tests.Grib;

public sealed class GribStructureTests
{
    [Fact]
    public void Message_cut_at_any_octet_has_no_sections()
    {
        foreach (var sample in (string[])["regular_ll_pl_grib1", "regular_ll_pl_grib2", "reduced_gg_pl_32_grib2"])
        {
            var message = GribCorpus.Make(sample);
            GribStructure.TryCheck(message, out _, out _).ShouldBeTrue();
            for (var length = 0; length < message.Length; length += length < 400 ? 1 : 97)
            {
                GribStructure.TryCheck(message.AsSpan(0, length), out _, out var defect).ShouldBeFalse();
                defect.ShouldNotBeNull();
            }
        }
    }

    [Fact]
    public void Damaged_messages_are_refused_or_answered_and_never_stop_the_process()
    {
        var corpus = GribCorpus.Generated().Where(each => each.Message.Length < 30_000).ToList();
        var random = new Random(20_260_101);
        var memo = new GribKeyMemo(maxEntries: 50);
        var refused = 0;
        for (var n = 0; n < 1_500; n++)
        {
            var message = (byte[])corpus[random.Next(corpus.Count)].Message.Clone();
            for (var edit = random.Next(1, 4); edit > 0; edit--)
                message[random.Next(8, Math.Min(message.Length, 300))] ^= (byte)(1 << random.Next(8));
            if (!GribKeys.TryOpen(message, out var keys, out var defect, memo))
            {
                defect!.Reason.ShouldNotBeEmpty();
                refused++;
                continue;
            }

            using (keys)
            {
                foreach (var name in (string[])["shortName", "level", "stepRange", "date", "number", "gridType"])
                    keys!.Get(GribKey.Of(name), GribForm.Text);
                Decode(message, keys!.Sections);
            }
        }

        refused.ShouldBeInRange(50, 1_450);
        memo.Count.ShouldBeLessThanOrEqualTo(50);
    }

    private static void Decode(byte[] message, in GribSections sections)
    {
        try
        {
            var values = new double[GribValues.Count(message, sections)];
            GribValues.Decode(message, sections, double.NaN, values);
        }
        catch (EcCodesException failure)
        {
            failure.Message.ShouldNotBeEmpty();
        }
    }
}
