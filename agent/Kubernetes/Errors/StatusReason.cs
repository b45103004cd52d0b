namespace Pdp.Kubernetes.Errors;

/// <summary>Reasons of a status this client or its callers look for: the server's own, then those of this client.</summary>
public static class StatusReason
{
    /// <summary>There is no such object, or no such resource.</summary>
    public const string NotFound = "NotFound";

    /// <summary>An object of that name is there.</summary>
    public const string AlreadyExists = "AlreadyExists";

    /// <summary>Somebody else wrote meanwhile, or another manager owns a field.</summary>
    public const string Conflict = "Conflict";

    /// <summary>The object breaks a rule of its kind.</summary>
    public const string Invalid = "Invalid";

    /// <summary>The request itself is malformed.</summary>
    public const string BadRequest = "BadRequest";

    /// <summary>Who we are was not accepted.</summary>
    public const string Unauthorized = "Unauthorized";

    /// <summary>We may not do this.</summary>
    public const string Forbidden = "Forbidden";

    /// <summary>The version asked for is too old, of a watch or the rest of a list.</summary>
    public const string Expired = "Expired";

    /// <summary>As <see cref="Expired"/>, from older servers.</summary>
    public const string Gone = "Gone";

    /// <summary>The server asks for patience.</summary>
    public const string TooManyRequests = "TooManyRequests";

    /// <summary>The server could not finish in time.</summary>
    public const string ServerTimeout = "ServerTimeout";

    /// <summary>As <see cref="ServerTimeout"/>, of the request as a whole.</summary>
    public const string Timeout = "Timeout";

    /// <summary>The server or something it depends on cannot answer now.</summary>
    public const string ServiceUnavailable = "ServiceUnavailable";

    /// <summary>The server failed.</summary>
    public const string InternalError = "InternalError";

    /// <summary>This client's: the server could not be reached, or the connection was lost.</summary>
    public const string Unreachable = "Unreachable";

    /// <summary>This client's: no answer came within this client's own time limit.</summary>
    public const string NoAnswerInTime = "NoAnswerInTime";

    /// <summary>This client's: the server's certificate is not one we trust, or it did not accept ours.</summary>
    public const string Untrusted = "Untrusted";

    /// <summary>This client's: our own credentials could not be had, as from an exec plugin or a token file.</summary>
    public const string NoCredentials = "NoCredentials";

    /// <summary>This client's: the answer is over the limits, or not what the API answers.</summary>
    public const string BadAnswer = "BadAnswer";

    /// <summary>This client's: it was no longer this writer's turn, so nothing was sent.</summary>
    public const string NotPermitted = "NotPermitted";

    /// <summary>This client's: the API does not serve this kind.</summary>
    public const string KindUnknown = "KindUnknown";
}
