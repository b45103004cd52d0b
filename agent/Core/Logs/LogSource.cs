namespace Pdp.Core.Logs;

/// <summary>Where lines come from: one container of one pod, and whose it is.</summary>
/// <param name="Organization">Empty when the pod does not say.</param>
/// <param name="Project">Empty when the pod does not say.</param>
/// <param name="Environment">Empty when the pod does not say.</param>
/// <param name="Component">Empty when the pod does not say.</param>
/// <param name="Pod">The pod's name.</param>
/// <param name="Container">The container's name.</param>
public sealed record LogSource(string Organization, string Project, string Environment, string Component, string Pod, string Container);
