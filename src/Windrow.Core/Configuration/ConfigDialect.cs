namespace Windrow.Core.Configuration;

/// <summary>Whose YAML a file is written in.</summary>
public enum ConfigDialect
{
    /// <summary>Windrow's own files: YAML 1.2 core schema; unknown and duplicate keys are errors.</summary>
    Native,

    /// <summary>multio's files: read as native ones, but what multio ignores is a warning and scalars may be written as text.</summary>
    Multio,

    /// <summary>
    /// Files written for a YAML 1.1 reader (PyYAML): <c>on</c>, <c>off</c>, <c>yes</c>, <c>no</c> are booleans and
    /// the last of duplicate keys wins.
    /// </summary>
    Yaml11,

    /// <summary>
    /// As <see cref="Yaml11"/>, and tags of PyYAML that name classes (<c>!!python/object:module.Class</c>) stay with their nodes, for a reader that looks the names up. Nothing
    /// is made of them.
    /// </summary>
    PythonObjects,
}
