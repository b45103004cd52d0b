namespace Pdp.Telemetry;

/// <summary>Who a process is to whoever looks at its traces and metrics, and what of it is exported.</summary>
/// <param name="Service">Name of the service, such as <c>pdp-agent</c>.</param>
/// <param name="Version">Its version.</param>
/// <param name="Instance">Which of several it is.</param>
/// <param name="Sources">Names of the activity sources.</param>
/// <param name="Meters">Names of the meters; <c>*</c> stands for any characters.</param>
public sealed record TelemetryIdentity(string Service, string Version, string Instance, IReadOnlyList<string> Sources, IReadOnlyList<string> Meters);
