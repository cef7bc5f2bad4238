namespace Windrow.Core.Configuration;

/// <summary>How grave a finding is: only an error stops a configuration from being run.</summary>
public enum Severity
{
    Error,
    Warning,
    Note,
}
