namespace Pdp.LocalCluster.Http;

internal sealed partial class ApiServer
{
    [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed inside the server", EventName = "RequestFailed")]
    private partial void LogFailed(Exception exception, string method, string path);
}
