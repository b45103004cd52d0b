namespace Pdp.Kubernetes.Verbs;

/// <summary>What every write but apply may say.</summary>
public abstract record WriteOptions
{
    private protected WriteOptions()
    {
    }

    /// <summary>Who owns the fields; 1 to 128 printable characters. The server derives one from the user agent when null.</summary>
    public string? FieldManager { get; init; }

    /// <summary>Asks what would happen, without it happening.</summary>
    public bool DryRun { get; init; }

    /// <summary>Unknown fields are an error unless said otherwise.</summary>
    public FieldValidation FieldValidation { get; init; } = FieldValidation.Strict;

    /// <summary>For writers that take turns; null for one that is alone.</summary>
    public Fencing? Fencing { get; init; }
}
