namespace Windrow.Fields.Cubes.Storage;

/// <summary>
/// A data set of variables over dimensions that it shares, in some format. What is written is there for readers and durable after
/// <see cref="Commit"/>. For one thread at a time.
/// </summary>
/// <remarks>Errors are <see cref="IOException"/>: the disk refuses, or the file is none of the format.</remarks>
internal interface ICubeStorage : IDisposable
{
    /// <summary>The data set was there before, and has what it had.</summary>
    bool IsOld { get; }

    CubeVariable? Find(string variable);

    /// <summary>The length of a dimension; null: there is none of the name.</summary>
    int? LengthOf(string dimension);

    /// <param name="length">Null: it grows with what is written.</param>
    void AddDimension(string name, int? length);

    void AddVariable(CubeVariable variable);

    /// <param name="variable">Null: of the data set.</param>
    void SetAttribute(string? variable, string name, string value);

    /// <summary>An attribute of the data set; null: there is none.</summary>
    string? Attribute(string name);

    /// <summary>All values of a variable.</summary>
    double[] Read(string variable);

    /// <summary>Writes a block of values of the variable's own precision.</summary>
    void Write(string variable, ReadOnlySpan<int> start, ReadOnlySpan<int> count, ReadOnlySpan<double> values);

    /// <inheritdoc cref="Write(string, ReadOnlySpan{int}, ReadOnlySpan{int}, ReadOnlySpan{double})"/>
    void Write(string variable, ReadOnlySpan<int> start, ReadOnlySpan<int> count, ReadOnlySpan<float> values);

    void Commit();
}
