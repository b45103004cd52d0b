using Pdp.Core.Connections;

namespace Pdp.Daemon.Documents;

/// <summary>What intents can be interested in.</summary>
internal static class Topics
{
    /// <summary>The document of an intent: that it comes, changes or goes.</summary>
    public static string Document(string id) => $"document/{id}";

    /// <summary>The documents of a component, on whatever track.</summary>
    public static string Component(ComponentPlace place) =>
        $"component/{place.Organization}/{place.Environment}/{place.Project}/{place.Component}";
}
