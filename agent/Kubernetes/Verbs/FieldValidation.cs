namespace Pdp.Kubernetes.Verbs;

/// <summary>What the server does with fields it does not know.</summary>
public enum FieldValidation
{
    /// <summary>Drops them and warns.</summary>
    Warn,

    /// <summary>Refuses the object.</summary>
    Strict,

    /// <summary>Drops them silently.</summary>
    Ignore,
}
