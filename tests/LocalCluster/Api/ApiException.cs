namespace Pdp.LocalCluster.Api;

/// <summary>A refusal, carrying the Status object an HTTP client would get.</summary>
internal sealed class ApiException(ApiStatus status) : Exception(status.Message)
{
    public ApiStatus Status { get; } = status;

    public bool IsNotFound => Status.Reason == "NotFound";

    public bool IsConflict => Status.Reason == "Conflict";

    public bool IsAlreadyExists => Status.Reason == "AlreadyExists";
}
