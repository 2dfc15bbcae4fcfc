/* The step of benchmarks/ensemble_model.py by hand: members in tiles of W on the trailing axis, every loop over a tile written so
 * that the compiler turns it into vector instructions, one thread for each half of the members.
 *
 *     gcc -O3 -march=native -ffast-math -shared -fPIC -pthread pace.c -o pace.so -lm
 *
 * It takes the same parameters, inputs, seed and streams as the engine and must show the same numbers to rounding.
 */
#include <math.h>
#include <pthread.h>
#include <stdint.h>
#include <string.h>

#ifndef W
#define W 64 /* members of a tile: the state of a tile stays in the first cache of a core */
#endif
#define ACTORS 8
#define FIRST 5
#define THEATRES 5
#define DRAWS (ACTORS + 2 * THEATRES)
#define SERIES (THEATRES * 3 + 2)
#define EACH for (int m = 0; m < W; m++)

enum { OUTPUT_NOISE, WEAR, SEASON, POWER, LOSS, REPLACEMENT, SPEED, CONTRAST, FRONT_NOISE, KEEP, MOMENTUM_NOISE, PARAMETERS };

typedef float Row[W];

typedef struct {
    int members, steps, every, threads;
    uint32_t seed;
    const uint32_t *words;                                      /* (DRAWS) */
    const float *params;                                        /* (PARAMETERS, members) */
    const float *output, *free_, *tied, *open, *season;         /* steps on the first axis */
    float *observed;                                            /* (steps / every, SERIES, members) */
} Job;

typedef struct { const Job *job; int from, to; } Part;

static inline uint32_t rotated(uint32_t x, int by) { return (x << by) | (x >> (32 - by)); }

#define FOUR(r0, r1, r2, r3, ka, kb, n)                                                                                            \
    a += b; b = rotated(b, r0) ^ a; a += b; b = rotated(b, r1) ^ a;                                                               \
    a += b; b = rotated(b, r2) ^ a; a += b; b = rotated(b, r3) ^ a;                                                               \
    a += ka; b += kb + n;

/* Threefry-2x32-20 (Salmon et al. 2011), the first word. */
static inline uint32_t threefry(uint32_t k0, uint32_t k1, uint32_t c0, uint32_t c1) {
    uint32_t k2 = k0 ^ k1 ^ 0x1BD11BDAu, a = c0 + k0, b = c1 + k1;
    FOUR(13, 15, 26, 6, k1, k2, 1)
    FOUR(17, 29, 16, 24, k2, k0, 2)
    FOUR(13, 15, 26, 6, k0, k1, 3)
    FOUR(17, 29, 16, 24, k1, k2, 4)
    FOUR(13, 15, 26, 6, k2, k0, 5)
    return a;
}

/* exp and log for arguments of moderate size, after Cephes (Moshier): relative error of some 1e-7. */
static inline float exp_(float x) {
    x = x > 88.0f ? 88.0f : x < -87.0f ? -87.0f : x;
    float n = floorf(x * 1.44269504f + 0.5f);
    float r = x - n * 0.693359375f + n * 2.12194440e-4f;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f; p = p * r + 8.3334519073e-3f; p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f; p = p * r + 5.0000001201e-1f;
    p = p * r * r + r + 1.0f;
    union { int32_t i; float f; } two = { ((int32_t)n + 127) << 23 };
    return p * two.f;
}

static inline float log_(float x) {
    union { float f; int32_t i; } u = { x };
    int32_t e = ((u.i - 0x3f3504f3) >> 23);
    u.i -= e << 23;
    float r = u.f - 1.0f, z = r * r, y = 7.0376836292e-2f, n = (float)e;
    y = y * r - 1.1514610310e-1f; y = y * r + 1.1676998740e-1f; y = y * r - 1.2420140846e-1f;
    y = y * r + 1.4249322787e-1f; y = y * r - 1.6668057665e-1f; y = y * r + 2.0000714765e-1f;
    y = y * r - 2.4999993993e-1f; y = y * r + 3.3333331174e-1f;
    return r + (y * r * z - 0.5f * z + n * -2.12194440e-4f) + n * 0.693359375f;
}

/* A standard normal number by inversion (Giles 2012), from the upper 23 bits. */
static inline float normal(uint32_t bits) {
    float u = ((float)(int32_t)(bits >> 9) + 0.5f) * 0x1p-23f, x = 2.0f * u - 1.0f;
    float w = -log_((1.0f - x) * (1.0f + x));
    int near = w < 5.0f;
    float t = near ? w - 2.5f : sqrtf(w > 5.0f ? w : 5.0f) - 3.0f;
    float p = near ? 2.81022636e-08f : -0.000200214257f;
#define NEXT(centre, tail) p = (near ? centre : tail) + p * t;
    NEXT(3.43273939e-07f, 0.000100950558f)
    NEXT(-3.5233877e-06f, 0.00134934322f)
    NEXT(-4.39150654e-06f, -0.00367342844f)
    NEXT(0.00021858087f, 0.00573950773f)
    NEXT(-0.00125372503f, -0.0076224613f)
    NEXT(-0.00417768164f, 0.00943887047f)
    NEXT(0.246640727f, 1.00167406f)
    NEXT(1.50140941f, 2.83297682f)
    return 1.41421356f * p * x;
}

static void tile(const Job *job, int start) {
    Row p[PARAMETERS], strength[THEATRES][ACTORS], equipment[ACTORS], front[THEATRES], momentum[THEATRES], lost[2];
    Row shock[DRAWS], here[THEATRES][2], force[2], total[2], kit[ACTORS], room[THEATRES][ACTORS];
    uint32_t number[W];
    int count = job->members - start < W ? job->members - start : W;
    EACH number[m] = start + m;
    for (int k = 0; k < PARAMETERS; k++)
        EACH p[k][m] = job->params[(long)k * job->members + start + (m < count ? m : count - 1)];
    for (int j = 0; j < THEATRES; j++)
        for (int a = 0; a < ACTORS; a++) EACH strength[j][a][m] = job->tied[j * ACTORS + a] + job->free_[a] / THEATRES;
    for (int a = 0; a < ACTORS; a++) EACH equipment[a][m] = job->output[a] / p[WEAR][m];
    for (int j = 0; j < THEATRES; j++) EACH { front[j][m] = 500.0f; momentum[j][m] = 0.0f; }
    EACH lost[0][m] = lost[1][m] = 0.0f;

    for (int t = 0; t < job->steps; t++) {
        const float *output = job->output + t * ACTORS, *free_ = job->free_ + t * ACTORS, *open = job->open + t * THEATRES;
        const float *tied = job->tied + (long)t * THEATRES * ACTORS;
        for (int d = 0; d < DRAWS; d++) {
            uint32_t word = job->words[d];
            EACH shock[d][m] = normal(threefry(job->seed, word, number[m], (uint32_t)t));
        }
        for (int a = 0; a < ACTORS; a++)
            EACH equipment[a][m] = equipment[a][m] * (1.0f - p[WEAR][m]) + output[a] * exp_(p[OUTPUT_NOISE][m] * shock[a][m]);
        for (int j = 0; j < THEATRES; j++)
            EACH {
                here[j][0][m] = strength[j][0][m] + strength[j][1][m] + strength[j][2][m] + strength[j][3][m] + strength[j][4][m];
                here[j][1][m] = strength[j][5][m] + strength[j][6][m] + strength[j][7][m];
            }
        for (int s = 0; s < 2; s++)
            EACH {
                float sum = 0.0f;
                for (int j = 0; j < THEATRES; j++) sum += open[j] * here[j][1 - s][m] + 0.01f;
                total[s][m] = 1.0f / sum;
            }
        for (int j = 0; j < THEATRES; j++)
            for (int a = 0; a < ACTORS; a++) {
                int s = a >= FIRST;
                EACH room[j][a][m] =
                    tied[j * ACTORS + a] + (open[j] * here[j][1 - s][m] + 0.01f) * total[s][m] * free_[a];
            }
        for (int a = 0; a < ACTORS; a++)
            EACH {
                float stands = room[0][a][m] + room[1][a][m] + room[2][a][m] + room[3][a][m] + room[4][a][m] + 1.0f;
                kit[a][m] = equipment[a][m] / (equipment[a][m] + stands);
            }
        for (int j = 0; j < THEATRES; j++) {
            Row rate[2];
            EACH force[0][m] = force[1][m] = 1.0f;
            for (int a = 0; a < ACTORS; a++) EACH force[a >= FIRST][m] += strength[j][a][m] * kit[a][m];
            EACH {
                float ratio = log_(force[0][m] / force[1][m]) + p[SEASON][m] * job->season[t];
                ratio = ratio > 4.0f ? 4.0f : ratio < -4.0f ? -4.0f : ratio;
                float tilt = exp_(p[POWER][m] * ratio), scale = p[LOSS][m] * open[j];
                rate[0][m] = scale / tilt < 0.5f ? scale / tilt : 0.5f;
                rate[1][m] = scale * tilt < 0.5f ? scale * tilt : 0.5f;
                float lean = ratio / p[CONTRAST][m];
                front[j][m] += momentum[j][m] + p[FRONT_NOISE][m] * shock[ACTORS + j][m]
                    - p[SPEED][m] * lean / (1.0f + fabsf(lean)) * open[j];
                momentum[j][m] = p[KEEP][m] * momentum[j][m] + p[MOMENTUM_NOISE][m] * shock[ACTORS + THEATRES + j][m];
            }
            for (int a = 0; a < ACTORS; a++) {
                int s = a >= FIRST;
                EACH {
                    float loss = rate[s][m] * strength[j][a][m];
                    lost[s][m] += loss;
                    strength[j][a][m] += p[REPLACEMENT][m] * (room[j][a][m] - strength[j][a][m]) - loss;
                }
            }
        }
        if ((t + 1) % job->every == 0) {
            float *to = job->observed + (long)(t / job->every) * SERIES * job->members + start;
            Row seen[SERIES];
            for (int j = 0; j < THEATRES; j++)
                EACH {
                    seen[j][m] = front[j][m];
                    seen[THEATRES + j][m] =
                        strength[j][0][m] + strength[j][1][m] + strength[j][2][m] + strength[j][3][m] + strength[j][4][m];
                    seen[2 * THEATRES + j][m] = strength[j][5][m] + strength[j][6][m] + strength[j][7][m];
                }
            memcpy(seen[3 * THEATRES], lost, sizeof lost);
            for (int k = 0; k < SERIES; k++) memcpy(to + (long)k * job->members, seen[k], count * sizeof(float));
        }
    }
}

static void *part(void *given) {
    Part *mine = given;
    for (int start = mine->from; start < mine->to; start += W) tile(mine->job, start);
    return 0;
}

void pace(const Job *job) {
    pthread_t threads[64];
    Part parts[64];
    int tiles = (job->members + W - 1) / W, count = job->threads < 64 ? job->threads : 64;
    for (int k = 0; k < count; k++) {
        int end = (k + 1) * tiles / count * W;
        parts[k] = (Part){ job, k * tiles / count * W, end < job->members ? end : job->members };
        pthread_create(&threads[k], 0, part, &parts[k]);
    }
    for (int k = 0; k < count; k++) pthread_join(threads[k], 0);
}
