using System.Diagnostics;
using Pdp.Core.Render;
using Pdp.Daemon.Tracing;

namespace Pdp.Daemon.Reconcile.Secrets;

/// <summary>What is traced of secrets: which were asked for, by store and name. A value is nowhere near.</summary>
internal static class SecretTrace
{
    private const int MostNames = 50;

    /// <summary>Values are fetched for the Secrets of a target.</summary>
    public static Activity? Fetching(IReadOnlyList<SecretPlaceholder> secrets)
    {
        if (secrets.Count == 0) return null;
        var span = AgentTraces.Begin("fetch secrets");
        var names = secrets.SelectMany(secret => secret.Items).Select(item => $"{item.Reference.Store}/{item.Reference.Name}").Distinct().Take(MostNames);
        return span?.SetTag("pdp.secrets", names.ToArray());
    }
}
