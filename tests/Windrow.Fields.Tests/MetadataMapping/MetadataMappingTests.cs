using Windrow.Core.Configuration;
using Windrow.Core.Messages;
using Windrow.Core.PlugIns;
using Windrow.Fields.MetadataMapping;
using Windrow.Fields.Tests.PlanFiles;
using Windrow.Fields.Tests.Statistics;
using Windrow.Fields.Tests.Values;

namespace Windrow.Fields.Tests.MetadataMapping;

public sealed class MetadataMappingTests : IDisposable
{
    private const string Table = """
        mappings:
          - {match: {name: nemo-id}, map: {param: param-id, gridType: grid}, optional-map: {typeOfLevel: level}}
          - {match: {name: nemo-id}, map: {tablesVersion: tables}, target-path: encoder-overwrites}
        data:
          - {nemo-id: sst, param-id: 262101, grid: "{GRID}", level: oceanSurface, tables: 30}
          - {nemo-id: ssv, param-id: 262140, grid: V, tables: 30}
          - {nemo-id: short}
        """;

    private readonly PlanText _text = new();

    public void Dispose() => _text.Dispose();

    [Fact]
    public async Task The_value_of_a_key_chooses_the_row_whose_columns_become_metadata()
    {
        _text.Environment["GRID"] = "T";
        var product = (await Run("", "sst")).Products.ShouldHaveSingleItem().Metadata;
        product.TryGetInt64("param", out var param).ShouldBeTrue();
        param.ShouldBe(262101);
        Text(product, "typeOfLevel").ShouldBe("oceanSurface");
        Text(product, "gridType").ShouldBe("regular_ll"); // it was there, and stays
        Text(product, "encoder-overwrites").ShouldBe("{\"tablesVersion\":30}");
        Text((await Run("overwrite-existing: true", "sst")).Products[0].Metadata, "gridType").ShouldBe("T");
        (await Run("", "ssv")).Products[0].Metadata.Contains("typeOfLevel").ShouldBeFalse();
    }

    [Fact]
    public async Task What_has_no_row_is_an_error_unless_it_need_not_have_one()
    {
        (await Run("", "qt")).Dead.ShouldHaveSingleItem().Failure.Reason.ShouldContain("has no row for name qt");
        (await Run("", null)).Dead.ShouldHaveSingleItem().Failure.Reason.ShouldContain("the message has no 'name'");
        var passed = (await Run("enforce-match: false", "qt")).Products.ShouldHaveSingleItem();
        passed.Metadata.Contains("param").ShouldBeFalse();
        (await Run("enforce-match: false", "short")).Dead.ShouldHaveSingleItem().Failure.Reason.ShouldContain("has no column 'param-id'");
    }

    [Fact]
    public async Task A_value_of_another_type_is_told_as_such()
    {
        _text.Write("table.yaml", "mappings: [{match: {param: p}, map: {x: y}}]\ndata: [{p: '167', y: 1}]\n");
        var run = await FieldFlow.Run(Action("", out _)!, [Notation.Field(1, [1], more: ("param", 167L))]);
        run.Dead.ShouldHaveSingleItem().Failure.Reason.ShouldContain("has param 167 as a String, the message as a Int64");
    }

    [Fact]
    public async Task In_strict_mode_nested_metadata_have_to_be_there()
    {
        _text.Write("table.yaml", Table);
        var run = await FieldFlow.Run(Action("", out _, strict: true)!, [Notation.Field(1, [1], more: ("name", "sst"))]);
        run.Dead.ShouldHaveSingleItem().Failure.Reason.ShouldContain("the message has no 'encoder-overwrites'");
    }

    [Theory]
    [InlineData("mappings: [{match: {a: b, c: d}, map: {x: y}}]\ndata: [{b: 1}]", "table.yaml:1:20: error WR2009: 'match' holds 2 keys")]
    [InlineData("mappings: [{match: {timestep: b}, map: {x: y}}]\ndata: [{b: 1}]", "did you mean 'timeStep'?")]
    [InlineData("mappings: [{match: {a: b}, map: {x: y}}]\ndata: [{c: 1}]", "no row of 'data' has the column 'b'")]
    [InlineData("mappings: [{match: {a: b}, map: {x: y}}]\ndata: [{b: 1}, {b: 1}]", "there is another row with b 1")]
    [InlineData("mappings: {a: b}\ndata: []", "'mappings' is a list of mappings")]
    public void What_is_wrong_with_a_table_is_told_at_its_place(string table, string finding)
    {
        _text.Write("table.yaml", table);
        Action("", out var diagnostics);
        diagnostics.ToString().Replace(_text.Directory + "/", "", StringComparison.Ordinal).ShouldContain(finding);
    }

    private static string Text(Metadata metadata, string key) => metadata.TryGet(key, out var value) ? value.ToString() : "(absent)";

    private Task<FieldFlow> Run(string options, string? name)
    {
        _text.Write("table.yaml", Table);
        var message = Notation.Field(1, [1]);
        if (name is not null)
            message.Metadata = message.Metadata.With("name", name);
        return FieldFlow.Run(Action(options, out _)!, [message]);
    }

    private MetadataMappingAction Action(string options, out DiagnosticBag diagnostics, bool strict = false)
    {
        var bound = FieldFlow.Bind(MetadataMappingOptions.Set, $"mapping: table.yaml\n{options}");
        diagnostics = new DiagnosticBag();
        return new MetadataMappingAction(bound, new PlugInContext(_text.Services, diagnostics, ConfigDialect.Multio, _text.Directory, "", [], strict));
    }
}
