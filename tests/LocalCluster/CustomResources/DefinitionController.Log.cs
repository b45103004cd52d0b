namespace Pdp.LocalCluster.CustomResources;

internal sealed partial class DefinitionController
{
    [LoggerMessage(20, LogLevel.Debug, "definition {Name}: {Reason}", EventName = "DefinitionRefused")]
    private partial void LogRefused(string name, string reason);

    private void LogRefused(Api.ApiException refused, string name) => LogRefused(name, refused.Message);
}
