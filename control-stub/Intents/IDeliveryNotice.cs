namespace Pdp.ControlStub.Intents;

/// <summary>Tells those who deliver that there is something new. Never waits: what is told is read again from the store.</summary>
internal interface IDeliveryNotice
{
    /// <summary>Intents of a plane have changed or were removed.</summary>
    void Changed(string plane, IReadOnlyCollection<string> ids);

    /// <summary>A plane's credentials are worth nothing any more.</summary>
    void Revoked(string plane);
}
