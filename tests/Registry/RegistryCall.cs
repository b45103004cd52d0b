namespace Pdp.Registry;

/// <summary>A request that was made.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Path">Path and query.</param>
/// <param name="Authorization">What was shown; empty for nothing.</param>
public sealed record RegistryCall(string Method, string Path, string Authorization);
