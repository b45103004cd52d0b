namespace Pdp.Daemon.Tests.Identity.Stage;

/// <summary>What a control plane remembers of a certificate.</summary>
internal sealed class IssuedRecord(string serial, string plane, string key, DateTimeOffset notAfter)
{
    public string Serial { get; } = serial;

    public string Plane { get; } = plane;

    public string Key { get; } = key;

    public DateTimeOffset NotAfter { get; } = notAfter;

    public bool IsRevoked { get; set; }
}
