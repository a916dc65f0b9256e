# Records what scikit-learn says, for the tests of org.ssamba.evaluation:
#     python3 record.py > scikit-learn.json
# The versions that made the file are in its first lines.
import json
from collections import Counter

import numpy as np
import scipy
import sklearn
from scipy.interpolate import interp1d
from scipy.optimize import brentq
from scipy.stats import norm
from sklearn import metrics

rng = np.random.default_rng(20260101)


def d_prime(area):
    value = np.sqrt(2) * norm.ppf(area)
    return float(value) if np.isfinite(value) else str(value)


def minimum_cost(truth, scores, prior, miss, false_alarm):
    fpr, tpr, _ = metrics.roc_curve(truth, scores, drop_intermediate=False)
    costs = miss * prior * (1 - tpr) + false_alarm * (1 - prior) * fpr
    return float(costs.min() / min(miss * prior, false_alarm * (1 - prior)))


def ranking(name, scores, truth):
    scores, truth = np.asarray(scores, float), np.asarray(truth, int)
    case = {"name": name, "scores": scores.tolist(), "truth": truth.tolist()}
    if truth.any():
        case["average_precision"] = float(metrics.average_precision_score(truth, scores))
    if truth.any() and not truth.all():
        area = metrics.roc_auc_score(truth, scores)
        fpr, tpr, _ = metrics.roc_curve(truth, scores)
        roc = interp1d(fpr, tpr)
        case["roc_auc"] = float(area)
        case["d_prime"] = d_prime(area)
        case["equal_error_rate"] = float(brentq(lambda x: 1 - x - roc(x), 0, 1, xtol=1e-14))
        case["minimum_cost"] = minimum_cost(truth, scores, 0.01, 1, 1)
        case["minimum_cost_10_1"] = minimum_cost(truth, scores, 0.05, 10, 1)
    return case


def noisy(count, share, digits):
    truth = rng.random(count) < share
    return np.round(rng.normal(size=count) + 1.2 * truth, digits), truth


rankings = [
    ranking("perfect", [0.9, 0.8, 0.3, 0.1], [1, 1, 0, 0]),
    ranking("reversed", [0.1, 0.2, 0.7, 0.9], [1, 1, 0, 0]),
    ranking("all tied", [0.5] * 6, [1, 0, 0, 1, 0, 0]),
    ranking("ties across classes", [3, 2, 2, 2, 1, 1, 0], [1, 1, 0, 0, 1, 0, 0]),
    ranking("one positive", [0.2, 0.9, 0.4, 0.6], [0, 0, 0, 1]),
    ranking("one negative", [0.2, 0.9, 0.4, 0.6], [1, 1, 0, 1]),
    ranking("no positive", [0.2, 0.9, 0.4], [0, 0, 0]),
    ranking("no negative", [0.2, 0.9, 0.4], [1, 1, 1]),
    ranking("negative scores", [-3.5, -0.5, -7, 2, -0.25], [0, 1, 0, 0, 1]),
    ranking("plateau of the curve", [5, 4, 4, 3, 2, 1], [1, 0, 1, 1, 0, 0]),
    ranking("random", *noisy(2000, 0.5, 4)),
    ranking("random, rare", *noisy(2000, 0.02, 4)),
    ranking("random, many ties", *noisy(2000, 0.3, 1)),
    ranking("random, few levels", *noisy(500, 0.4, 0)),
]

labels = ["dog", "engine", "rain", "silence", "speech"]
truth = rng.random((200, 5)) < [0.3, 0.1, 0.5, 0.0, 1.0]
scores = np.round(1 / (1 + np.exp(-(rng.normal(size=truth.shape) + 1.5 * truth - 0.7))), 3)
ranked = [0, 1, 2]
area = metrics.roc_auc_score(truth[:, ranked], scores[:, ranked], average="macro")
predicted = scores > 0.5
tagging = {
    "labels": labels,
    "scores": scores.tolist(),
    "truth": truth.astype(int).tolist(),
    "unranked": ["silence", "speech"],
    "average_precision": [
        float(metrics.average_precision_score(truth[:, k], scores[:, k])) for k in ranked
    ],
    "roc_auc": [float(metrics.roc_auc_score(truth[:, k], scores[:, k])) for k in ranked],
    "mean_average_precision": float(
        metrics.average_precision_score(truth[:, ranked], scores[:, ranked], average="macro")
    ),
    "mean_roc_auc": float(area),
    "d_prime_of_mean": d_prime(area),
    "f1": metrics.f1_score(truth, predicted, average=None, zero_division=0).tolist(),
}


def first_most_common(values):
    # Counter keeps the order of insertion among equals.
    return Counter(values).most_common(1)[0][0]


scenes = ["bus", "park", "street"]
clips = []
for _ in range(40):
    length = int(rng.integers(1, 12))
    main = int(rng.integers(3))
    true = [main if rng.random() < 0.8 else int(rng.integers(3)) for _ in range(length)]
    guess = [t if rng.random() < 0.6 else int(rng.integers(3)) for t in true]
    clips.append({"truth": [scenes[t] for t in true], "predicted": [scenes[g] for g in guess]})
true = [t for clip in clips for t in clip["truth"]]
guess = [g for clip in clips for g in clip["predicted"]]
labelling = {
    "labels": scenes,
    "clips": clips,
    "accuracy": float(metrics.accuracy_score(true, guess)),
    "recall": metrics.recall_score(true, guess, labels=scenes, average=None).tolist(),
    "f1": metrics.f1_score(true, guess, labels=scenes, average=None).tolist(),
    "balanced_accuracy": float(metrics.balanced_accuracy_score(true, guess)),
    "confusion_true_by_predicted": metrics.confusion_matrix(true, guess, labels=scenes).tolist(),
    "clip_accuracy": float(
        metrics.accuracy_score(
            [first_most_common(clip["truth"]) for clip in clips],
            [first_most_common(clip["predicted"]) for clip in clips],
        )
    ),
}

probabilities = [1e-300, 1e-20, 1e-6, 0.01, 0.074, 0.0751, 0.3, 0.5, 0.62, 0.925, 0.999, 1 - 1e-12]
print(
    json.dumps(
        {
            "made_by": f"scikit-learn {sklearn.__version__}, scipy {scipy.__version__},"
            f" numpy {np.__version__}",
            "normal_quantile": [[p, float(norm.ppf(p))] for p in probabilities],
            "rankings": rankings,
            "tagging": tagging,
            "labelling": labelling,
        }
    ).replace('}, {"name"', '},\n{"name"').replace(', "rankings"', ',\n"rankings"')
    .replace(', "tagging"', ',\n"tagging"').replace(', "labelling"', ',\n"labelling"')
)
