namespace NetApi.Hosting.Problems;

/// <summary>Collects the faults of a request, so that all of them are told at once.</summary>
public sealed class FaultList
{
    private readonly List<Fault> _faults = [];
    private bool _invalid;

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsEmpty => _faults.Count == 0;

    /// <summary>Whether something is wrong at that place already; looking further would tell the same twice.</summary>
    public bool Has(string pointer) => _faults.Exists(f => f.Pointer == pointer);

    /// <summary>Adds a fault of the request itself: malformed, or naming what does not exist.</summary>
    public void Add(string pointer, string code, string detail)
    {
        _invalid = true;
        _faults.Add(new Fault(pointer, code, detail));
    }

    /// <summary>Adds a clash with what exists: the request would be fine on another host, or later.</summary>
    public void AddConflict(string pointer, string code, string detail) => _faults.Add(new Fault(pointer, code, detail));

    /// <summary>Does nothing where nothing is wrong.</summary>
    /// <exception cref="InvalidRequestException">Something is.</exception>
    public void ThrowIfAny()
    {
        if (!IsEmpty)
            throw new InvalidRequestException([.. _faults]);
    }

    /// <summary>The problem that lists all faults: 400 where the request itself is at fault, 409 where it only clashes with what exists.</summary>
    public Problem ToProblem() => _invalid
        ? ProblemKinds.ValidationFailed.Document("Each entry of errors names one fault and how to mend it.", _faults)
        : ProblemKinds.Conflict.Document(string.Join(' ', _faults.Select(f => f.Detail)), _faults);
}
