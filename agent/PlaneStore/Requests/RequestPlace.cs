namespace Pdp.PlaneStore.Requests;

/// <summary>Whose requests are counted.</summary>
public sealed record RequestPlace(string Organization, string Project, string Environment, string Component);
