using Windrow.Core.Filters;
using Windrow.Core.Routing;
using Windrow.Maps.Definitions.Inputs;
using Windrow.Maps.Pantries;
using Windrow.Maps.Tests.Definitions;

namespace Windrow.Maps.Tests.Pantries;

public sealed class InputRecogniserTests
{
    [Fact]
    public void Message_is_every_input_whose_condition_it_meets()
    {
        using var files = RecipeFiles.Of("""
            inputs:
              t: {eccodes: shortName is "t", arkimet: skip}
              t500: {eccodes: shortName is "t" and level == 500, arkimet: skip}
              z500: {eccodes: shortName is "z" and level == 500, arkimet: skip}
              never: {eccodes: skip, arkimet: skip}
            """);
        var recogniser = new InputRecogniser(files.Read().Inputs.OfType<StreamInput>(), InputFilter.EcCodes);
        recogniser.Inputs.Length.ShouldBe(3);
        Names(recogniser, Message(("shortName", "t"), ("level", 500L))).ShouldBe(["t", "t500"]);
        Names(recogniser, Message(("shortName", "z"), ("level", 500L))).ShouldBe(["z500"]);
        Names(recogniser, Message(("shortName", "u"), ("level", 500L))).ShouldBeEmpty();
    }

    [Fact]
    public void Shipped_inputs_are_recognised_as_each_condition_by_itself_says()
    {
        using var files = new RecipeFiles();
        var definitions = new Windrow.Maps.Definitions.RecipeFolder(new Windrow.Core.IO.PhysicalFileSystem()).Read(ShippedRecipes.Folder, new Windrow.Core.Configuration.DiagnosticBag(), [ShippedRecipes.WriteStaticFiles()]).ShouldNotBeNull();
        var inputs = definitions.Inputs.OfType<StreamInput>().ToList();
        var (byKeys, byArkimet) = (new InputRecogniser(inputs, InputFilter.EcCodes), new InputRecogniser(inputs, InputFilter.Arkimet));
        var (messages, recognised) = (0, 0);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(ShippedRecipes.Folder, "../../grib"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            foreach (var message in HandleTail.MessagesOf(file).Take(40))
            {
                messages++;
                var found = Names(byKeys, message);
                recognised += found.Count;
                found.ShouldBe(inputs.Where(input => input.EcCodes?.Evaluate(message) == Truth.True).Select(static input => input.Name), file);
                Names(byArkimet, message).ShouldBe(inputs.Where(input => input.Arkimet?.Matches(message) == true).Select(static input => input.Name), file);
            }
        }

        messages.ShouldBeGreaterThan(100);
        recognised.ShouldBeGreaterThan(20);
    }

    private static List<string> Names(InputRecogniser recogniser, Windrow.Core.Messages.Metadata message)
    {
        var found = new List<StreamInput>();
        recogniser.Recognise(message, new MatchSet(), found);
        return [.. found.Select(static input => input.Name)];
    }

    private static Windrow.Core.Messages.Metadata Message(params ReadOnlySpan<(string, Windrow.Core.Messages.MetadataValue)> keys) => Windrow.Core.Messages.Metadata.From(keys);
}
