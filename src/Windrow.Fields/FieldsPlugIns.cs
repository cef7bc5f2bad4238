using Windrow.Core.Flows;
using Windrow.Core.PlugIns;
using Windrow.Fields.Aggregate;
using Windrow.Fields.AverageRate;
using Windrow.Fields.Cubes;
using Windrow.Fields.Domains;
using Windrow.Fields.Encode;
using Windrow.Fields.Fdb;
using Windrow.Fields.Generate;
using Windrow.Fields.Grib;
using Windrow.Fields.Interpolate;
using Windrow.Fields.InterpolateMtg2;
using Windrow.Fields.Masks;
using Windrow.Fields.MetadataMapping;
using Windrow.Fields.Models;
using Windrow.Fields.NetCdf;
using Windrow.Fields.RenumberHealpix;
using Windrow.Fields.Scale;
using Windrow.Fields.Statistics;
using Windrow.Fields.Statistics.Mtg2;
using Windrow.Fields.Transport.Client;
using Windrow.Fields.Transport.Server;
using Windrow.Fields.Triggers;
using Windrow.Fields.Zarr;

namespace Windrow.Fields;

/// <summary>The plug-ins for fields on grids.</summary>
public static class FieldsPlugIns
{
    public static PlugInCatalog AddFields(this PlugInCatalog catalog) => catalog
        .Add(new GribReader())
        .Add(GribFormat.Instance)
        .Add(GribTailFormat.Instance)
        .Add(PlugIn.Source("grib", "Reads GRIB messages from files, directories and standard input.", static () => GribSourceOptions.Set, static (o, c) => new GribSource(o, c))
            with
        {
            Delivery = "Files can be read again; standard input is lost with the process. A damaged message is a dead letter, and the rest is read.",
            Memory = "The window of one message; accepted messages count against the flow's credit.",
        })
        .Add(PlugIn.Source("generate", "Makes synthetic but plausible fields on a regular grid.", static () => GenerateOptions.Set, static (o, _) => new GenerateSource(o))
            with
        {
            Delivery = "Replayable: the same options give the same fields.",
            Memory = "One field, with 'weather: storm' 15 more; accepted messages count against the flow's credit.",
        })
        .Add(PlugIn.Action("scale", "Multiplies the values of fields and adds to them.", static () => ScaleOptions.Set, static (o, c) => new ScaleAction(o, c.StrictMultio))
            with
        { Memory = "A copy of the field where somebody else holds it too." })
        .Add(PlugIn.Action("statistics", "Takes means, extremes, sums and differences over time, for every param, level and grid by itself.", static () => StatisticsOptions.Set, static (o, c) => new StatisticsAction(o, c))
            with
        {
            Delivery = "A fold that goes through checkpoints: samples are settled when the state with them in it is durable, and one that comes again is taken in once. Duplicates within the open window and the one before it are dropped.",
            Memory = "Series × points × (8 bytes for average and accumulate, twice that beyond 64 samples; 4 or 8 each for maximum, minimum, the last sample and the one before the window; 4 with a threshold); at most 'maximum-open' series.",
        })
        .Add(PlugIn.Action("statistics-mtg2", "Takes means, extremes, sums, differences and deviations over time of fields with MARS metadata.", static () => Mtg2StatisticsOptions.Set, static (o, c) => Mtg2Statistics.Action(o, c))
            with
        {
            Delivery = "As statistics: a fold that goes through checkpoints. A window is emitted with the first sample behind it, or at the end.",
            Memory = "As statistics; for stddev series × points × 16 bytes.",
        })
        .Add(PlugIn.Action("metadata-mapping", "Gives fields metadata out of tables in a file.", static () => MetadataMappingOptions.Set, static (o, c) => new MetadataMappingAction(o, c))
            with
        { Memory = "The tables." })
        .Add(PlugIn.Action("average-rate", "Makes mean rates of what was accumulated over the timespan of a field.", static () => AverageRateOptions.Set, static (_, _) => new AverageRateAction())
            with
        { Memory = "A copy of the field where somebody else holds it too." })
        .Add(PlugIn.Action("renumber-healpix", "Puts the points of HEALPix fields from ring order into nested order.", static () => RenumberHealpixOptions.Set, static (_, _) => new RenumberHealpixAction())
            with
        { Memory = "A second field while one is renumbered, and 4 bytes × points for each of up to 4 resolutions." })
        .Add(PlugIn.Action("interpolate", "Interpolates fields to another grid.", static () => InterpolateOptions.Set, static (o, c) => new InterpolateAction(o, c))
            with
        { Memory = "The field in the new grid, and weights: 12 bytes × entries + 4 × points, at most 'weights-memory' in a flow beside those in use. Computing them takes up to twice that." })
        .Add(PlugIn.Action("interpolate-mtg2", "Interpolates fields to several grids: a message for each.", static () => InterpolateMtg2Options.Set, static (o, c) => new InterpolateMtg2Action(o, c))
            with
        { Delivery = "A message becomes one for each output, and is settled when all of them are.", Memory = "A field in each of the new grids, and weights as for 'interpolate'." })
        .Add(PlugIn.Sink("metadata-change", "Tells others when the value of a key has moved on in what is written.", static () => MetadataChangeOptions.Set, static (o, c) => new MetadataChangeTrigger(o, c))
            with
        { IsOutside = true, Aliases = ["MetadataChange"], Delivery = "An announcement: at least once, in the order of 'values'. The sinks beside it may still be writing; see the option 'key'." })
        .Add(PlugIn.Sink("notify-metadata", "Tells others of the notifications that carry a key.", static () => NotifyMetadataOptions.Set, static (o, c) => new NotifyMetadataTrigger(o, c))
            with
        { IsOutside = true, Aliases = ["NotifyMetadata"], Delivery = "An announcement: at least once." })
        .Add(PlugIn.Action("aggregate", "Puts the parts of fields that a model's clients send together to global fields.", static () => AggregateOptions.Set, static (o, c) => new AggregateAction(o, c))
            with
        {
            Aliases = ["aggregation"],
            Delivery = "A part is settled when it is in its place; what came before a flush is durable when the flush is settled. A part that comes twice is dropped. The flushes of the clients go on as one, and are settled with it.",
            Memory = "Open fields × global points × 4 or 8 bytes, and parts that wait for their domain: at most 'maximum-open-bytes'. One bit per point of each domain, and 12 bytes per run of its maps.",
        })
        .Add(PlugIn.Action("mask", "Makes the points of global fields missing that the model has masked.", static () => MaskOptions.Set, static (o, c) => new MaskAction(o, c))
            with
        { Memory = "4 bytes per run of like points of each mask, or one bit per point where that is less; a copy of the field where somebody else holds it too." })
        .Add(PlugIn.Action("encode", "Makes GRIB of fields: on the header that they came from, a template or a sample.", static () => EncodeOptions.Set, static (o, c) => new EncodeAction(o, c))
            with
        {
            Delivery = "Each message passes once, with another payload; what cannot be encoded is a dead letter. Nothing is kept.",
            Memory = "Up to 64 warm encoders, and 512 MiB of them, at about 256 KiB + 2 × the encoded message each.",
        })
        .Add(PlugIn.Sink("fdb5", "Archives GRIB fields in ECMWF's Fields Database (FDB5).", static () => FdbOptions.Set, static (o, c) => new FdbSink(o, c))
            with
        {
            IsOutside = true,
            Delivery = "Keyed: a field that comes again takes the place of the first. Messages are settled when FDB was flushed: by a flush message, or after 'flush-every'.",
            Memory = "What FDB buffers, and the messages since the last flush: at most 10,000, and 256 MiB.",
        })
        .Add(PlugIn.Sink("netcdf", "Writes fields to NetCDF-4 files by the CF conventions.", static () => NetCdfSinkOptions.Set, static (o, c) => new CubeSink(o, c, path => new NetCdfStorage(path, o, c.Services.Files)))
            with
        {
            Delivery = "Keyed: a field that comes again takes the place of the first. Messages are settled when the file is durable: by a flush message, or after 'flush-every'.",
            Memory = "What the library keeps of 'open-files' files, and the messages since the last flush: at most 10,000, and 256 MiB.",
        })
        .Add(PlugIn.Sink("zarr", "Writes fields to Zarr stores that xarray opens.", static () => ZarrSinkOptions.Set, static (o, c) => new CubeSink(o, c, path => new ZarrStorage(path, o, c.Services.Files)))
            with
        {
            Delivery = "Keyed: a field that comes again takes the place of the first. Messages are settled when the store is durable: by a flush message, or after 'flush-every'. Readers never see half of what was written.",
            Memory = "The coordinates of 'open-files' stores, and the messages since the last flush: at most 10,000, and 256 MiB.",
        })
        .Add(PlugIn.Source("transport", "Brings in what the processes of a model send: parts of fields, domains, masks, flushes.", static () => TransportSourceOptions.Set, static (o, c) => new TransportSource(o, c, shared => new ModelDeclarations(shared, c.Services.Logs, Meter(o, c, shared))))
            with
        {
            IsOutside = true,
            Delivery = "A cut of a connection loses and repeats nothing while the client has a resend window. A flush is acknowledged when its delivery is settled, so everything before it is durable; what came after the last one that is ends with the process, unless clients keep it ('resend-until: flush').",
            Memory = "What clients have in flight, at most 'credit-total' or one part for each, whichever is more; a few kilobytes for each connection.",
        })
        .Add(PlugIn.Sink("transport", "Sends messages to the servers that hold a transport source.", static () => TransportActionOptions.Set, static (o, c) => new TransportAction(o, c))
            with
        {
            IsOutside = true,
            Delivery = "Delivered is what was handed to the connection, or to its resend window. The end of the plan, and with 'wait-for-flush' every flush, waits until the servers have made it durable.",
            Memory = "For each server up to 'resend-window' of payload, and the domains, masks and parametrization that were sent.",
        });

    private static StepMeter? Meter(TransportSourceOptions options, PlugInContext context, FlowShared shared) => options.StepMeterFile is { } file
        ? new StepMeter(context.Services.Files, context.FullPath(file), context.Services.Process.Id, () => options.ClientCount > 0 ? options.ClientCount : shared.Get<DomainMaps>().ClientCount)
        : null;
}
