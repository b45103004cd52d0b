namespace Pdp.Kubernetes.Errors;

/// <summary>The API server's <c>Status</c> object, or one this client makes where there was no answer.</summary>
/// <param name="Code">HTTP status; 0 when there was no answer.</param>
/// <param name="Reason">Machine-readable, one of <see cref="StatusReason"/> or another of the server's; empty when the server gave none.</param>
/// <param name="Message">For people. About a Secret it names fields only. At most 2 000 characters.</param>
/// <param name="Details">About what; null when the server gave nothing.</param>
public sealed record KubernetesStatus(int Code, string Reason, string Message, StatusDetails? Details = null);

/// <summary>What a status is about.</summary>
/// <param name="Group">API group of the object.</param>
/// <param name="Kind">Its kind, or its plural, as the server sees fit.</param>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Its uid.</param>
/// <param name="Causes">Each thing that is wrong.</param>
/// <param name="RetryAfter">When to come back; null when the server did not say.</param>
public sealed record StatusDetails(
    string? Group, string? Kind, string? Name, string? Uid, IReadOnlyList<StatusCause> Causes, TimeSpan? RetryAfter);

/// <summary>One thing that is wrong.</summary>
/// <param name="Field">Path of the field, such as <c>spec.replicas</c>; empty for the whole.</param>
/// <param name="Reason">Machine-readable, such as <c>FieldValueInvalid</c> or <c>FieldManagerConflict</c>.</param>
/// <param name="Message">For people; empty when it is about a Secret.</param>
public sealed record StatusCause(string Field, string Reason, string Message);
