namespace Windrow.EndToEnd.Tests.Models;

/// <summary>Tests with models, which share what is built for them.</summary>
[CollectionDefinition(Name)]
public sealed class ModelCollection : ICollectionFixture<ModelPrograms>
{
    public const string Name = "model programs";
}
