using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Sources;
using Windrow.Fields.Generate.Storm;

namespace Windrow.Fields.Generate;

/// <summary>Offers synthetic fields, step by step, as a model would: all parameters and levels of one step, then the next.</summary>
internal sealed class GenerateSource(GenerateOptions options) : Source
{
    private readonly Metadata _common = Metadata.From(
        ("date", (options.Start.Year * 10000L) + (options.Start.Month * 100) + options.Start.Day),
        ("time", (options.Start.Hour * 100L) + options.Start.Minute),
        ("gridType", "regular_ll"), ("Ni", (long)options.Nx), ("Nj", (long)options.Ny),
        ("north", options.North), ("south", options.South), ("west", options.West), ("east", options.West + (options.Dx * (options.Nx - 1))),
        ("west_east_increment", options.Dx), ("south_north_increment", options.Dy));

    public override SourcePromise Promise => SourcePromise.Replayable;

    public override async Task RunAsync(SourceContext context, CancellationToken stop)
    {
        double[] latitudes = [.. Enumerable.Range(0, options.Ny).Select(row => options.North - (row * options.Dy))];
        double[] longitudes = [.. Enumerable.Range(0, options.Nx).Select(column => options.West + (column * options.Dx))];
        IWeather weather = options.Weather == WeatherKind.Storm
            ? new StormWeather(latitudes, longitudes, options.Start)
            : new Waves(latitudes, longitudes, options.Start, options.Seed);
        var scratch = options.Precision == Precision.Single ? new double[options.Nx * options.Ny] : [];
        foreach (var step in options.Steps)
        {
            foreach (var param in options.Known)
            {
                foreach (var level in param.IsOnLevels ? options.Levels : [param.Level])
                {
                    stop.ThrowIfCancellationRequested();
                    var message = Make(context.Name, weather, param, level, step, scratch);
                    try
                    {
                        await context.AcceptAsync(message, null, stop).ConfigureAwait(false);
                    }
                    catch (OperationCanceledException)
                    {
                        message.TakePayload().Release();
                        throw;
                    }
                }
            }
        }
    }

    private Message Make(string source, IWeather weather, GeneratedParam param, long level, long step, double[] scratch)
    {
        var field = FieldPayload.Rent(options.Precision, options.Nx * options.Ny);
        var values = options.Precision == Precision.Double ? field.Doubles : scratch;
        weather.Fill(param, level, step, values);
        if (options.Precision == Precision.Single)
        {
            var singles = field.Singles;
            for (var i = 0; i < singles.Length; i++)
                singles[i] = (float)values[i];
        }

        var metadata = _common.Change()
            .Set("shortName", param.ShortName).Set("paramId", param.ParamId)
            .Set("typeOfLevel", param.TypeOfLevel).Set("levtype", param.IsOnLevels ? "pl" : "sfc").Set("level", level)
            .Set("step", step).Build();
        return new Message(MessageKind.Field, metadata, field, new Origin(source, $"{options.Weather}/{param.ShortName}/{level}/{options.Seed}/{TimeText.Format(options.Start)}", step));
    }
}
