namespace Pdp.Kubernetes.Errors;

/// <summary>A call to the API failed: the server said no, or there was no answer. The message is fit for a status or a log line.</summary>
public sealed class KubernetesException : Exception
{
    /// <summary>A failure with what is known of it.</summary>
    /// <param name="about">What was tried, such as <c>apply Deployment/shop/web</c>.</param>
    /// <param name="status">What the server said, or this client in its place.</param>
    /// <param name="inner">The cause, where there is one below.</param>
    public KubernetesException(string about, KubernetesStatus status, Exception? inner = null)
        : base(Describe(about, status), inner)
    {
        About = about;
        Status = status;
    }

    /// <summary>What was tried, such as <c>apply Deployment/shop/web</c>.</summary>
    public string About { get; }

    /// <summary>What the server said, or this client in its place.</summary>
    public KubernetesStatus Status { get; }

    /// <summary>The request surely did not reach the server.</summary>
    internal bool NeverSent { get; init; }

    /// <summary>There is no such object or namespace. Not: no such kind.</summary>
    public bool IsNotFound => Status.Reason == StatusReason.NotFound;

    /// <summary>There is no such object; a 404 about the path itself, for want of the kind, names none.</summary>
    internal bool IsObjectMissing => Status.Code == 404 && IsNotFound && !string.IsNullOrEmpty(Status.Details?.Name);

    /// <summary>An object of that name is there already.</summary>
    public bool IsAlreadyExists => Status.Reason == StatusReason.AlreadyExists;

    /// <summary>Somebody else wrote meanwhile, a precondition failed, or another manager owns a field.</summary>
    public bool IsConflict => Status.Reason == StatusReason.Conflict;

    /// <summary>Another field manager owns a field that was applied without force; the causes name both.</summary>
    public bool IsFieldConflict => IsConflict && HasCause("FieldManagerConflict");

    /// <summary>We may not do this.</summary>
    public bool IsForbidden => Status.Reason == StatusReason.Forbidden;

    /// <summary>The namespace is on its way out and takes nothing new.</summary>
    public bool IsNamespaceTerminating => IsForbidden && HasCause("NamespaceTerminating");

    /// <summary>Who we are was not accepted.</summary>
    public bool IsUnauthorized => Status.Code == 401;

    /// <summary>The object breaks a rule of its kind, or does not fit its schema; the same object will be refused again.</summary>
    public bool IsInvalid => Status.Reason is StatusReason.Invalid or StatusReason.BadRequest || Status.Code == 422;

    /// <summary>A field was changed that cannot be changed on an existing object; the object would have to be replaced.</summary>
    public bool IsImmutableField => ImmutableField.IsIn(Status);

    /// <summary>The version asked for is too old.</summary>
    public bool IsExpired => Status.Code == 410 || Status.Reason is StatusReason.Expired or StatusReason.Gone;

    /// <summary>The API does not serve this kind.</summary>
    public bool IsKindUnknown => Status.Reason == StatusReason.KindUnknown;

    /// <summary>No answer came: the server could not be reached, is not trusted, or took too long.</summary>
    public bool IsUnreachable => Status.Reason is StatusReason.Unreachable or StatusReason.NoAnswerInTime or StatusReason.Untrusted;

    /// <summary>A write whose outcome nobody knows: it was sent and not answered, so it may have been carried out, or still be.</summary>
    public bool IsUncertain => Status.Code == 0 && !NeverSent && (IsUnreachable || Status.Reason == StatusReason.BadAnswer);

    /// <summary>
    /// A write that may land later: nobody knows what became of it, or the server or something before it failed while it was under way, which
    /// says nothing about what it had handed on.
    /// </summary>
    public bool MayStillLand => IsUncertain || (Status.Code >= 500 && !IsInvalid);

    /// <summary>Worth trying again later, unchanged: overload, server failures, lost connections.</summary>
    public bool IsTransient =>
        Status.Code is 429 or >= 500 && !IsInvalid || Status.Reason is StatusReason.Unreachable or StatusReason.NoAnswerInTime;

    /// <summary>When the server asks to come back; null when it did not say.</summary>
    public TimeSpan? RetryAfter => Status.Details?.RetryAfter;

    private bool HasCause(string reason) => Status.Details?.Causes.Any(cause => cause.Reason == reason) == true;

    private static string Describe(string about, KubernetesStatus status)
    {
        var code = (status.Code, status.Reason) switch
        {
            (0, var reason) => reason,
            (var number, "") => $"HTTP {number}",
            var (number, reason) => $"{number} {reason}",
        };
        return status.Message.Length == 0 ? $"{about}: {code}" : $"{about}: {code}: {status.Message}";
    }
}
