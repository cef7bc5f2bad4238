using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Models;

/// <summary>What <c>encode</c> makes of a field and its metadata on a template, against what <c>grib_set</c> makes of the template, by <c>grib_compare</c>: every octet that has a key.</summary>
public sealed class EncodeReferenceTests : IDisposable
{
    private const string NoSurfaces = "scaleFactorOfFirstFixedSurface=missing,scaledValueOfFirstFixedSurface=missing,scaleFactorOfSecondFixedSurface=missing,scaledValueOfSecondFixedSurface=missing";
    private const string Samples = "/usr/share/eccodes/samples";

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("additional-metadata: {}", "step=6")]
    [InlineData("additional-metadata: {class: rd, expver: abcd}", "class=rd,expver=abcd")]
    [InlineData("overwrite: [{centre: 80}, {tablesVersion: 20}]", "centre=80,tablesVersion=20")]
    [InlineData("additional-metadata: {localTablesVersion: 1, tablesVersion: 20}", "tablesVersion=20,localTablesVersion=1")]
    [InlineData("additional-metadata: {ensembleMember: 3, ensemble-size: 51}", "productDefinitionTemplateNumber=1,paramId=167,numberOfForecastsInEnsemble=51,number=3")]
    [InlineData("additional-metadata: {localDefinitionNumber: 15, setLocalDefinition: 1, systemNumber: 5, methodNumber: 1, stream: mmsf}", "setLocalDefinition=1,localDefinitionNumber=15,class=od,type=fc,stream=mmsf,expver=0001,systemNumber=5,methodNumber=1")]
    [InlineData("additional-metadata: {typeOfLevel: soilLayer, level: 3, paramId: 260360, levtype: sol}", "typeOfFirstFixedSurface=151,typeOfSecondFixedSurface=151,scaleFactorOfFirstFixedSurface=0,scaledValueOfFirstFixedSurface=2,scaleFactorOfSecondFixedSurface=0,scaledValueOfSecondFixedSurface=3,paramId=260360")]
    [InlineData("additional-metadata: {typeOfLevel: meanSea, level: 0, paramId: 151}", "typeOfLevel=meanSea,paramId=151")]
    [InlineData("additional-metadata: {typeOfLevel: surface, level: 0, paramId: 134}", "typeOfLevel=surface,scaleFactorOfFirstFixedSurface=missing,scaledValueOfFirstFixedSurface=missing,paramId=134")]
    [InlineData("additional-metadata: {typeOfLevel: surface, level: 0}", "step=6")]
    [InlineData("additional-metadata: {typeOfLevel: isobaricInhPa, level: 850, paramId: 130}", "typeOfLevel=isobaricInhPa,level=850,paramId=130")]
    [InlineData("additional-metadata: {setPackingType: grid_ccsds}", "packingType=grid_ccsds")]
    [InlineData("additional-metadata: {offsetValuesBy: 273.15}", "offsetValuesBy=273.15")]
    [InlineData("additional-metadata: {type: an, currentDate: 20250201, currentTime: 0, startDate: 20250131, startTime: 0, operation: instant, step: 24}", "type=an,dataDate=20250201,dataTime=0,step=0")]
    [InlineData("additional-metadata: {operation: average, startDate: 20240228, previousDate: 20240228, previousTime: 0, currentDate: 20240301, currentTime: 0, timeIncrement: 3600, step: 48}", "dataDate=20240228,productDefinitionTemplateNumber=8,typeOfStatisticalProcessing=0,typeOfTimeIncrement=2,indicatorOfUnitForTimeIncrement=13,timeIncrement=3600,stepRange=0-48,paramId=167")]
    [InlineData("additional-metadata: {category: ocean-2d, typeOfLevel: oceanSurface, paramId: 262101, type: pf}", "type=pf,typeOfGeneratingProcess=4,typeOfLevel=oceanSurface," + NoSurfaces + ",paramId=262101")]
    [InlineData("additional-metadata: {category: ocean-3d, typeOfLevel: oceanModelLayer, level: 12, paramId: 262501}", "typeOfGeneratingProcess=2,typeOfLevel=oceanModelLayer,scaleFactorOfFirstFixedSurface=0,scaledValueOfFirstFixedSurface=11,scaleFactorOfSecondFixedSurface=0,scaledValueOfSecondFixedSurface=12,paramId=262501")]
    public Task Edition_2(string options, string keys) => Compare("regular_ll_sfc_grib2", options, keys);

    [Theory]
    [InlineData("additional-metadata: {expver: abcd, class: rd, type: pf, stream: enfo, number: 5, ensembleSize: 51}", "expver=abcd,class=rd,type=pf,stream=enfo,number=5,numberOfForecastsInEnsemble=51")]
    [InlineData("additional-metadata: {operation: average, previousDate: 20240227, previousTime: 0, currentDate: 20240228, currentTime: 0}", "timeRangeIndicator=3,unitOfTimeRange=1,P1=0,P2=24")]
    [InlineData("overwrite: {subCentre: 3}", "subCentre=3")]
    public Task Edition_1(string options, string keys) => Compare("regular_ll_sfc_grib1", options, keys);

    private async Task Compare(string sample, string options, string keys)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/grib_compare") && File.Exists($"{Samples}/{sample}.tmpl"), "there are no tools of ecCodes (Debian: apt-get install libeccodes-tools)");
        _scratch.Write("values", $"set values={{{string.Join(',', Enumerable.Range(0, 496).Select(static i => (i * 37 % 801) - 400.5))}}};write;");
        await Tool("grib_set", "-s", "setLocalDefinition=1,dataDate=20240227,dataTime=0,step=6,paramId=167,bitsPerValue=24,class=od,stream=oper,type=fc,expver=0001", $"{Samples}/{sample}.tmpl", "named.grib");
        await Tool("grib_filter", "-o", "template.grib", "values", "named.grib");
        await Tool("grib_set", "-s", keys, "template.grib", "expected.grib");
        _scratch.Write("plan.yaml", $$"""
            on-error: propagate
            plans:
              - name: encode
                actions:
                  - {type: encode, format: grib, template: template.grib, {{options}}}
                  - {type: sink, sinks: [{type: file, path: made.grib}]}
            """);

        (await WindrowProcess.Run(_scratch.Path, "fields", "feed", "template.grib", "--plans", "plan.yaml", "--decode")).ShouldEndWith(0);

        await Tool("grib_compare", "expected.grib", "made.grib");
    }

    private async Task Tool(params string[] command)
    {
        using var process = WindrowProcess.StartCommand(["/usr/bin/env", .. command], _scratch.Path);
        (await process.Ended()).ShouldEndWith(0);
    }
}
