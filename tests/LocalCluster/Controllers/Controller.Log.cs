using Pdp.LocalCluster.Objects;

namespace Pdp.LocalCluster.Controllers;

internal abstract partial class Controller
{
    [LoggerMessage(7001, LogLevel.Warning, "{Controller} could not bring {Key} closer to what it says; it tries again")]
    private static partial void LogReconcileFailed(ILogger logger, Exception error, string controller, ObjectKey key);
}
