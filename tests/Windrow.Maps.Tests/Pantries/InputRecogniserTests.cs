using Windrow.Core.Filters;
using Windrow.Core.Routing;
using Windrow.Maps.Definitions.Inputs;
using Windrow.Maps.Inputs.Planning;
using Windrow.Maps.Pantries;
using Windrow.Maps.Tests.Definitions;
using Windrow.Native.EcCodes;

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

    [Theory]
    [InlineData("regular_ll_sfc_grib2")]
    [InlineData("regular_ll_sfc_grib1")]
    public void Instant_is_the_reference_time_and_the_step(string sample)
    {
        using var handle = GribHandle.FromSample(sample);
        handle.SetLong("dataDate", 20260729);
        handle.SetLong("dataTime", 600);
        handle.SetLong("endStep", 36);
        Read(handle).ShouldBe(new Instant(new DateTime(2026, 7, 29, 6, 0, 0, DateTimeKind.Utc), TimeSpan.FromHours(36)));
    }

    [Fact]
    public void Step_of_minutes_is_read_from_the_octets()
    {
        using var handle = GribHandle.FromSample("regular_ll_sfc_grib2");
        handle.SetLong("dataDate", 20260729);
        handle.SetLong("indicatorOfUnitOfTimeRange", 0);
        handle.SetLong("forecastTime", 90);
        Read(handle).Step.ShouldBe(TimeSpan.FromMinutes(90));
    }

    [Fact]
    public void Interval_of_minutes_has_the_step_of_its_end()
    {
        using var handle = GribHandle.FromSample("regular_ll_sfc_grib2");
        handle.SetLong("dataDate", 20260729);
        handle.SetLong("productDefinitionTemplateNumber", 8);
        handle.SetLong("indicatorOfUnitOfTimeRange", 0);
        handle.SetLong("forecastTime", 15);
        handle.SetLong("indicatorOfUnitForTimeRange", 0);
        handle.SetLong("lengthOfTimeRange", 15);
        foreach (var (key, value) in new (string, long)[] { ("year", 2026), ("month", 7), ("day", 29), ("hour", 12), ("minute", 30), ("second", 0) })
            handle.SetLong($"{key}OfEndOfOverallTimeInterval", value);
        handle.SetLong("dataTime", 1200);
        Read(handle).Step.ShouldBe(TimeSpan.FromMinutes(30));
    }

    private static Instant Read(GribHandle handle)
    {
        var message = Windrow.Core.Messages.Metadata.Empty.WithTail(new HandleTail(handle));
        return InstantReader.TryRead(message, out var reason).ShouldNotBeNull(reason);
    }

    private static List<string> Names(InputRecogniser recogniser, Windrow.Core.Messages.Metadata message)
    {
        var found = new List<StreamInput>();
        recogniser.Recognise(message, new MatchSet(), found);
        return [.. found.Select(static input => input.Name)];
    }

    private static Windrow.Core.Messages.Metadata Message(params ReadOnlySpan<(string, Windrow.Core.Messages.MetadataValue)> keys) => Windrow.Core.Messages.Metadata.From(keys);
}
