using Pdp.Core.Logs;
using Pdp.Core.Logs.Reading;

namespace Pdp.Daemon.Observability.Logs;

/// <summary>A container whose log is followed.</summary>
/// <param name="Source">Whose lines they are.</param>
/// <param name="Namespace">The pod's namespace.</param>
/// <param name="Run">Its runs, as the pod's status told last.</param>
internal sealed record LogTarget(LogSource Source, string Namespace, ContainerRun Run);
